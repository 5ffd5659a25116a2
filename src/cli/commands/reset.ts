import { connect, type ConnectionOptions } from '../connection.ts';
import type { CommandContext } from './context.ts';

export interface ResetOptions extends ConnectionOptions {
  readonly subscription?: string;
}

/** Forgets everything, or what is in one subscription. */
export async function commandReset(
  { subscription, ...options }: ResetOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const answer = await connect(options, environment).control.reset(subscription);
  if (!terminal.interactive) return terminal.write(`${JSON.stringify(answer)}\n`);
  const what = subscription === undefined ? 'Everything is' : `Subscription ${subscription} is`;
  terminal.write(`${what} as after a start.\n`);
}
