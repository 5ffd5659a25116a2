import { run } from './run.ts';
import { processTerminal } from './terminal.ts';

/** Runs a command as this process: its arguments, its terminal, its exit code. */
export async function runProcess(args: readonly string[], program: string): Promise<void> {
  // Whoever reads our output may stop reading, as `head` does; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  process.exitCode = await run(args, {
    terminal: processTerminal(),
    environment: process.env,
    program,
  });
}
