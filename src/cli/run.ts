import { CommanderError } from 'commander';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';
import type { CommandContext } from './commands/context.ts';
import { createProgram } from './program.ts';

/**
 * Runs one command and answers its exit code. 0: done, or stopped as asked. 2: wrong usage. 1: anything
 * else. A command that runs another program answers that one's. A mistake of the user's is one line on
 * standard error, never a stack trace.
 */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  let code = 0;
  const program = createProgram(context, (ended) => {
    code = ended;
  });
  if (args.length === 0) {
    context.terminal.writeError(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
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
