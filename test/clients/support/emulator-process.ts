import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What `--ready-file` holds; docs/reference/cli.md. */
export interface Ready {
  readonly url: string;
  readonly httpUrl: string;
  readonly caFile: string;
  readonly caBundleFile: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly pid: number;
}

/** The emulator as a stranger starts it: its own process, its own data folder, SQLite, a free port. */
export interface EmulatorProcess {
  readonly ready: Ready;
  /** By SIGTERM; must end with exit code 0. The data folder goes with it. */
  stop(): Promise<void>;
}

const MAIN = path.join(import.meta.dirname, '../../../src/cli/main.ts');

export async function startEmulatorProcess(
  ...options: readonly string[]
): Promise<EmulatorProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-clients-'));
  const readyFile = path.join(folder, 'ready', 'ready.json');
  const child = spawn(
    process.execPath,
    [
      MAIN,
      'start',
      '--port',
      '0',
      '--data',
      path.join(folder, 'data'),
      '--ready-file',
      readyFile,
      ...options,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: environmentWithoutSettings() },
  );
  const errors = collect(child.stderr);
  const line = await firstLine(child, errors);
  const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  assert.deepEqual(JSON.parse(line), ready, 'what start prints is what the ready file holds');
  return {
    ready,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code, signal] = await ended;
      rmSync(folder, { recursive: true, force: true });
      assert.deepEqual([code, signal], [0, null], `a clean stop; standard error: ${errors()}`);
    },
  };
}

/** The settings of whoever runs the tests must not reach the emulator. */
function environmentWithoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('LAZULITE_')),
  );
}

/** Printed once everything listens; the ready file is there by then. */
async function firstLine(child: ChildProcess, errors: () => string): Promise<string> {
  assert.ok(child.stdout);
  let text = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const end = text.indexOf('\n');
    if (end >= 0) {
      child.stdout.resume();
      return text.slice(0, end);
    }
  }
  throw new Error(`The emulator did not start. Standard error: ${errors()}`);
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
}
