import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from './connection.ts';

/** What a shell says of a program that a signal ended: 128 and its number. */
const SIGNAL_CODES: Readonly<Record<string, number>> = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGKILL: 137,
  SIGTERM: 143,
};

/** Where a POSIX shell with this environment would find the program. */
export function findProgram(name: string, environment: Environment): string | undefined {
  return (environment['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

/**
 * Runs a program as if it were called in our place: our arguments, terminal and streams are its own.
 * Ctrl-C reaches it from the terminal, so we leave it to the program; a SIGTERM to us is passed on.
 */
export async function runInOurPlace(
  command: string,
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const leaveToProgram = (): void => undefined;
  const child = spawn(command, args, { stdio: 'inherit', env: environment });
  const passOn = (): void => void child.kill('SIGTERM');
  process.on('SIGINT', leaveToProgram);
  process.on('SIGTERM', passOn);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return code ?? SIGNAL_CODES[signal ?? ''] ?? 1;
  } finally {
    process.off('SIGINT', leaveToProgram);
    process.off('SIGTERM', passOn);
  }
}

export interface ProgramResult {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs a program for what it says. */
export async function runForOutput(
  command: string,
  args: readonly string[],
  environment: Environment,
): Promise<ProgramResult> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment,
  });
  const said = { out: '', error: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, ...said };
}

function isExecutable(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && (found.mode & ANYBODY_MAY_RUN) !== 0;
}

const ANYBODY_MAY_RUN = 0o111;
