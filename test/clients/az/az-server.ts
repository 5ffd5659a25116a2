import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { CommandResult } from '../support/run-command.ts';
import type { FoundAz } from './find-az.ts';

/** Runs az command by command; fork_server.py says how. */
export interface AzServer {
  run(words: readonly string[]): Promise<CommandResult>;
  stop(): Promise<void>;
}

/** A command that waits for something that never comes must not hold the tests up for ever. */
const COMMAND_MS_MAX = 300_000;

export function startAzServer({ server }: FoundAz, environment: NodeJS.ProcessEnv): AzServer {
  const child = spawn(server.command, server.args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // A group of its own, so that what it started ends with it.
    detached: true,
    env: { ...environment, PYTHONUNBUFFERED: '1' },
  });
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(words) {
      child.stdin.write(`${JSON.stringify(words)}\n`);
      const timer = setTimeout(() => kill(child), COMMAND_MS_MAX);
      const { value, done } = await lines.next();
      clearTimeout(timer);
      if (done === true)
        throw new Error(`az ${words.join(' ')} did not end in ${COMMAND_MS_MAX} ms`);
      return JSON.parse(value) as CommandResult;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

function kill({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}
