import { CommanderError } from 'commander';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';
import type { CommandContext } from './commands/context.ts';
import { createProgram } from './program.ts';

/** 0: done, or stopped as asked. 2: wrong usage. 1: anything else. */
export type ExitCode = 0 | 1 | 2;

/** Runs one command; a mistake of the user's is one line on standard error, never a stack trace. */
export async function run(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const program = createProgram(context);
  if (args.length === 0) {
    context.terminal.writeError(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // commander has already said what is wrong; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof EmulatorError)) throw error;
    context.terminal.writeError(`lazulite: ${error.message} (${error.code})\n`);
    return USAGE.has(error.code) ? 2 : 1;
  }
}

const USAGE: ReadonlySet<EmulatorErrorCode> = new Set([
  'EMU_BAD_OPTION',
  'EMU_CLIENTS_REQUIRED',
  'EMU_BAD_LIFECYCLE',
  'EMU_BAD_SCENARIO',
]);
