import { readFileSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isJsonObject } from '../base/index.ts';

/** How to reach a running emulator; the one JSON object of `--ready-file`. */
export interface ReadyInformation {
  /** `https://localhost:PORT`, no trailing slash. */
  readonly url: string;
  readonly httpUrl: string;
  readonly caFile: string;
  /** Our CA and the system's, for clients whose variable replaces the default list. */
  readonly caBundleFile: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly pid: number;
}

/** Kept in the data folder while an emulator runs, so that the other commands find it. */
export function readyFileIn(dataFolder: string): string {
  return path.join(dataFolder, 'ready.json');
}

/** Whoever waits for the file finds it whole: it is written beside and then moved. */
export async function writeReadyFile(file: string, ready: ReadyInformation): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${ready.pid}`;
  await writeFile(draft, `${JSON.stringify(ready)}\n`);
  await rename(draft, file);
}

/** Undefined when there is none, or when it is not ours. */
export function readReadyFile(file: string): ReadyInformation | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Not there, or cut short by a full disk: both mean that nobody is known to be ready.
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
  if (!isJsonObject(value)) return undefined;
  const { url, httpUrl, caFile, caBundleFile, tenantId, subscriptionId, pid } = value;
  const texts = [url, httpUrl, caFile, caBundleFile, tenantId, subscriptionId];
  if (!texts.every((text) => typeof text === 'string') || typeof pid !== 'number') return undefined;
  return value as unknown as ReadyInformation;
}

/** Takes the file away at a clean stop, unless a later emulator has written it since. */
export function removeReadyFile(file: string, pid: number): void {
  if (readReadyFile(file)?.pid === pid) rmSync(file, { force: true });
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
