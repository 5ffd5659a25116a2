import { EmulatorError, type JsonObject } from '../../base/index.ts';
import type { ThrottlingView } from '../../control/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface ThrottleOptions extends ConnectionOptions {
  readonly json?: true;
}

const PATH = '/_lazulite/throttling';
/** Of the meter; the rest is for `--json`. */
const ROWS_SHOWN = 20;

/** Shows who makes the traffic, or sets how it is throttled. */
export async function commandThrottle(
  action: string | undefined,
  values: readonly string[],
  options: ThrottleOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { session } = connect(options, environment);
  const read = async (order?: JsonObject): Promise<ThrottlingView> => {
    const answer = await session.request(order ? 'POST' : 'GET', PATH, order);
    return expectOk(answer, 'Throttling') as unknown as ThrottlingView;
  };
  const view = await read(await orderOf(action ?? 'show', values, read));
  const wantsJson = options.json === true || !terminal.interactive;
  terminal.write(wantsJson ? `${JSON.stringify(view)}\n` : describe(view));
}

async function orderOf(
  action: string,
  values: readonly string[],
  read: () => Promise<ThrottlingView>,
): Promise<JsonObject | undefined> {
  switch (action) {
    case 'show':
      return undefined;
    case 'reset':
      return { reset: true };
    case 'limit': {
      // Those that were set before stay.
      const { limits } = await read();
      return { limits: { ...limits, ...limitsOf(values) } as JsonObject };
    }
    case 'unlimit':
      return { limits: {} };
    default:
      if (/^(off|azure.*)$/.test(action)) return { mode: action };
      throw bad(
        `throttle knows show, off, azure, azure-2019, limit, unlimit and reset, not "${action}".`,
      );
  }
}

function limitsOf(values: readonly string[]): JsonObject {
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
