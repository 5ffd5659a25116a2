/**
 * Runs a PostgreSQL server for as long as its standard input stays open, so that the server goes away
 * with the test that wanted it, even when that test is killed. Arguments: one JSON object.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

export interface GuardOptions {
  readonly program: string;
  readonly programArguments: readonly string[];
  /** Removed when the server has stopped. */
  readonly folder: string;
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

const { program, programArguments, folder, owner } = JSON.parse(
  process.argv[2] ?? '',
) as GuardOptions;
const server = spawn(program, programArguments, {
  ...owner,
  stdio: ['ignore', 'inherit', 'inherit'],
});
// A terminal sends its interrupt to all of us; the server is to stop when the test says so.
process.on('SIGINT', () => undefined);
process.stdin.on('end', () => server.kill('SIGINT'));
process.stdin.resume();
server.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  finish(1);
});
server.on('exit', (code) => finish(code ?? 1));

function finish(exitCode: number): void {
  rmSync(folder, { recursive: true, force: true });
  process.exit(exitCode);
}
