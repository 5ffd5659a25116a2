import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReadyInformation } from '../../src/server/index.ts';
import type { ProbeQuestion } from './probe.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROBE = path.join(ROOT, 'bench/support/probe.ts');
const START_MS_MAX = 20_000;

/** A process of ours that answers one question at a time. */
export class Asked {
  readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  async ask<Answer>(question: unknown): Promise<Answer> {
    const answered = new Promise<Answer>((resolve, reject) => {
      const ended = (): void => reject(new Error('a process of the bench ended too early'));
      this.child.once('exit', ended);
      this.child.once('message', (answer) => {
        this.child.off('exit', ended);
        resolve(answer as Answer);
      });
    });
    this.child.send(question as object);
    return answered;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exited;
  }
}

/** A server that can be asked what it costs. */
export class Server extends Asked {
  probe<Answer>(question: ProbeQuestion): Promise<Answer> {
    return this.ask<Answer>(question);
  }
}

/** Both servers run where the other runs, and the generator elsewhere: a scheduler that moves them about
 * between two cores makes one round twice as quick as the next. */
const SERVER_CORE = '0';
const GENERATOR_CORE = '1';

/** Keeps a process on a core, where the machine has `taskset` and two of them. */
function onCore(child: ChildProcess, core: string): ChildProcess {
  if (child.pid !== undefined && availableParallelism() > 1) {
    spawnSync('taskset', ['-a', '-p', '-c', core, String(child.pid)], { stdio: 'ignore' });
  }
  return child;
}

/** Runs a file of `bench/support` as a process of its own. */
export function forkHelper(file: string): Asked {
  return new Asked(
    onCore(fork(path.join(ROOT, 'bench/support', file), [], { stdio: 'inherit' }), GENERATOR_CORE),
  );
}

/** The same, with the probe in it. */
export function forkServer(file: string): Server {
  const started = fork(path.join(ROOT, 'bench/support', file), [], {
    execArgv: ['--import', PROBE],
    stdio: 'inherit',
  });
  return new Server(onCore(started, SERVER_CORE));
}

/** The emulator as its users start it, on SQLite in a new folder and a free port. */
export async function startProduct(options: {
  readonly folder: string;
  readonly clock: string;
  readonly capacityLimit?: number;
}): Promise<{ readonly server: Server; readonly ready: ReadyInformation }> {
  const readyFile = path.join(options.folder, 'bench-ready.json');
  rmSync(readyFile, { force: true });
  const args = ['start', '--port', '0', '--data', options.folder, '--ready-file', readyFile];
  args.push('--clock', options.clock, '--capacity-limit', String(options.capacityLimit ?? 1_000));
  const started = fork(path.join(ROOT, 'src/cli/main.ts'), args, {
    execArgv: ['--import', PROBE],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const child = onCore(started, SERVER_CORE);
  const server = new Server(child);
  const until = performance.now() + START_MS_MAX;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || performance.now() > until) {
      throw new Error('the emulator did not start');
    }
    await wait(5);
  }
  return { server, ready: JSON.parse(readFileSync(readyFile, 'utf8')) as ReadyInformation };
}

/** Runs with a new folder, which is removed afterwards. */
export async function withFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
