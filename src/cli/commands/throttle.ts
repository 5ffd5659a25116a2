import { EmulatorError } from '../../base/index.ts';
import type { ControlClient, ThrottlingView } from '../../client/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface ThrottleOptions extends ConnectionOptions {
  readonly json?: true;
}

/** Of the meter; the rest is for `--json`. */
const ROWS_SHOWN = 20;

/** Shows who makes the traffic, or sets how it is throttled. */
export async function commandThrottle(
  action: string | undefined,
  values: readonly string[],
  options: ThrottleOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { throttling } = connect(options, environment).control;
  const view = await carryOut(action ?? 'show', values, throttling);
  const wantsJson = options.json === true || !terminal.interactive;
  terminal.write(wantsJson ? `${JSON.stringify(view)}\n` : describe(view));
}

async function carryOut(
  action: string,
  values: readonly string[],
  throttling: ControlClient['throttling'],
): Promise<ThrottlingView> {
  switch (action) {
    case 'show':
      return await throttling.read();
    case 'reset':
      return await throttling.reset();
    case 'limit': {
      // Those that were set before stay.
      const { limits } = await throttling.read();
      return await throttling.set({ limits: { ...limits, ...limitsOf(values) } });
    }
    case 'unlimit':
      return await throttling.set({ limits: {} });
    default:
      if (/^(off|azure.*)$/.test(action)) return await throttling.set({ mode: action });
      throw bad(
        `throttle knows show, off, azure, azure-2019, limit, unlimit and reset, not "${action}".`,
      );
  }
}

function limitsOf(values: readonly string[]): ThrottlingView['limits'] {
  if (values.length === 0) throw bad('Say which: throttle limit HighCostGetVMScaleSetResource=3/1');
  return Object.fromEntries(
    values.map((value) => {
      const [, name, capacity, refill] = /^([^=]+)=(\d+)(?:\/(\d+))?$/.exec(value) ?? [];
      if (name === undefined) throw bad(`A limit looks like NAME=CAPACITY/REFILL, not "${value}".`);
      const limit = { capacity: Number(capacity) };
      return [name, refill === undefined ? limit : { ...limit, refill: Number(refill) }];
    }),
  );
}

function describe({ mode, limits, totals, rows }: ThrottlingView): string {
  const own = Object.entries(limits).map(
    ([name, { capacity, refill }]) =>
      `${name}=${capacity}${refill === undefined ? '' : `/${refill}`}`,
  );
  const head = [
    `throttling ${mode}${own.length === 0 ? '' : `, ${own.join(', ')}`}`,
    `${totals.calls} calls, ${totals.throttled} throttled, ${totals.tooEarly} before Retry-After was over`,
  ];
  const shown = rows
    .slice(0, ROWS_SHOWN)
    .map((row) => [
      String(row.calls),
      String(row.throttled),
      String(row.tooEarly),
      row.operationId,
      row.resource.replace(/^\/subscriptions\/[^/]+/, ''),
      row.caller,
    ]);
  if (shown.length === 0) return `${head.join('\n')}\n`;
  const table = textTable(
    ['calls', 'throttled', 'early', 'operation', 'resource', 'caller'],
    shown,
  );
  const more =
    rows.length > ROWS_SHOWN ? `and ${rows.length - ROWS_SHOWN} more; --json has all\n` : '';
  return `${head.join('\n')}\n\n${table}${more}`;
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
