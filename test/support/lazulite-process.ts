import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReadyInformation } from '../../src/server/index.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** The real command in a process of its own. */
export interface LazuliteProcess {
  readonly ready: ReadyInformation;
  /** SIGKILL, at this moment; resolves when the process is no more. */
  kill(): Promise<void>;
  /** SIGTERM; fails unless it ends well. */
  stop(): Promise<void>;
}

/** Starts `lazulite start` with these options and waits until it listens. */
export async function startLazulite(options: readonly string[]): Promise<LazuliteProcess> {
  const child = spawn(process.execPath, [MAIN, 'start', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Our own variables are options of the command, too.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('LAZULITE_')),
    ),
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line') as Promise<[string]>,
    ended.then(([code]) => assert.fail(`lazulite ended with ${code}:\n${errors.join('')}`)),
  ]);
  return {
    ready: JSON.parse(first[0]) as ReadyInformation,
    async kill() {
      child.kill('SIGKILL');
      const [, signal] = await ended;
      assert.equal(signal, 'SIGKILL', `it died by our hand and not before:\n${errors.join('')}`);
      lines.close();
    },
    async stop() {
      await stopWell(child, ended);
      assert.equal(errors.join(''), '', 'nothing was complained about');
      lines.close();
    },
  };
}

async function stopWell(
  child: ChildProcess,
  ended: Promise<[number | null, NodeJS.Signals | null]>,
): Promise<void> {
  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null], 'it stops well');
}
