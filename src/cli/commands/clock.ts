import { EmulatorError, type JsonObject } from '../../base/index.ts';
import { textAt } from '../../server/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
import type { CommandContext } from './context.ts';

/** Shows or moves the emulator's clock. */
export async function commandClock(
  action: string | undefined,
  value: string | undefined,
  options: ConnectionOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const order = orderOf(action ?? 'show', value);
  const { session } = connect(options, environment);
  const answer = await session.request(order ? 'POST' : 'GET', '/_lazulite/clock', order);
  const view = expectOk(answer, 'The clock');
  if (!terminal.interactive) {
    terminal.write(`${JSON.stringify(view)}\n`);
    return;
  }
  const due = textAt(view, 'nextDue');
  const coming = due === undefined ? 'nothing is due' : `next due ${due}`;
  terminal.write(`${textAt(view, 'now') ?? ''}  ${textAt(view, 'mode') ?? ''}  ${coming}\n`);
}

function orderOf(action: string, value: string | undefined): JsonObject | undefined {
  switch (action) {
    case 'show':
      return undefined;
    case 'until-idle':
      return { runUntilIdle: true };
    case 'next':
      return { nextDue: true };
    case 'freeze':
      return { freeze: true };
    case 'advance':
      return { advanceBy: required(action, value, '3m') };
    case 'to':
      return { advanceTo: required(action, value, '2026-01-01T00:03:00Z') };
    case 'set':
      return { mode: required(action, value, 'manual') };
    default:
      throw new EmulatorError(
        'EMU_BAD_OPTION',
        `The clock knows show, advance, to, next, until-idle, freeze and set, not "${action}".`,
      );
  }
}

function required(action: string, value: string | undefined, example: string): string {
  if (value !== undefined) return value;
  throw new EmulatorError('EMU_BAD_OPTION', `Say how: clock ${action} ${example}`);
}
