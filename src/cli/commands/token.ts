import { connect, type ConnectionOptions } from '../connection.ts';
import type { CommandContext } from './context.ts';

/** Prints a bearer token and nothing else, for `$(…)`. */
export async function printToken(
  options: ConnectionOptions,
  context: CommandContext,
): Promise<void> {
  const token = await connect(options, context.environment).token();
  context.terminal.write(`${token}\n`);
}
