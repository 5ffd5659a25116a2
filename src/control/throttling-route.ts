import { EmulatorError, isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { throttlingOperations } from './openapi/throttling.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type {
  ControlRoute,
  Throttling,
  ThrottlingLimit,
  ThrottlingRow,
  ThrottlingSettings,
} from './types.ts';

/** What `/_lazulite/throttling` answers. */
export interface ThrottlingView extends ThrottlingSettings {
  readonly totals: ThrottlingCounts;
  /** By policy or operation group; a request counts in each of its own. */
  readonly groups: readonly ({ readonly group: string } & ThrottlingCounts)[];
  /** Most calls first. */
  readonly rows: readonly ThrottlingRow[];
}

/** What an order changes; what is left out stays. */
export interface ThrottlingChange {
  readonly mode?: string;
  /** All of one's own. */
  readonly limits?: Readonly<Record<string, ThrottlingLimit>>;
}

export interface ThrottlingCounts {
  readonly calls: number;
  readonly throttled: number;
  readonly tooEarly: number;
}

/** Tokens and requests are counted in 32 bits by clients. */
const CAPACITY_MAX = 2_147_483_647;

const ORDERS =
  'Send {"mode":"azure"} ("azure-2019" or "off"), {"limits":{"HighCostGetVMScaleSetResource":{"capacity":3,"refill":1}}} ' +
  'or both, or {"reset":true} to fill everything up and count anew.';

/** Throttling as Azure does it, and the meter of who makes the traffic. */
export const throttlingRoute: ControlRoute = {
  path: '/_lazulite/throttling',
  operations: throttlingOperations,
  open: false,
  async handle(request, { throttling }) {
    if (request.method !== 'GET') await carryOut(readJsonObject(request.body, ORDERS), throttling);
    return jsonReply(200, view(throttling));
  },
};

async function carryOut(order: JsonObject, throttling: Throttling): Promise<void> {
  const { mode, limits, reset, ...rest } = order;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw bad(`"${unknown}" is not known. ${ORDERS}`);
  if (mode === undefined && limits === undefined && reset === undefined) throw bad(ORDERS);
  if (reset !== undefined && reset !== true) throw bad('reset must be true.');
  if (reset === true && (mode !== undefined || limits !== undefined)) {
    throw bad('reset stands alone: a change of mode or limits fills everything up by itself.');
  }
  if (reset === true) return throttling.reset();
  const now = throttling.settings();
  await throttling.change({
    mode: mode === undefined ? now.mode : readMode(mode, throttling),
    limits: limits === undefined ? now.limits : readLimits(limits, throttling),
  });
}

function readMode(mode: JsonValue, { modes }: Throttling): string {
  if (typeof mode === 'string' && modes.includes(mode)) return mode;
  throw bad(`mode must be one of ${modes.join(', ')}.`);
}

function readLimits(
  limits: JsonValue,
  { limitNames }: Throttling,
): Readonly<Record<string, ThrottlingLimit>> {
  if (!isJsonObject(limits)) throw bad(`limits must be an object by name. ${ORDERS}`);
  return Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => {
      if (!limitNames.includes(name)) {
        throw bad(`There is no limit "${name}". There is ${limitNames.join(', ')}.`);
      }
      return [name, readLimit(name, limit)];
    }),
  );
}

function readLimit(name: string, limit: JsonValue | undefined): ThrottlingLimit {
  const help = `The limit ${name} must be {"capacity":3} or, of a bucket, {"capacity":3,"refill":1}`;
  if (!isJsonObject(limit)) throw bad(`${help}.`);
  const { capacity, refill, ...rest } = limit;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw bad(`${help}; "${unknown}" is not known.`);
  if (!isCount(capacity)) throw bad(`${help}; capacity is a whole number from 0 on.`);
  if (refill === undefined) return { capacity };
  if (!isCount(refill)) throw bad(`${help}; refill is a whole number from 0 on.`);
  return { capacity, refill };
}

function isCount(value: JsonValue | undefined): value is number {
  return (
    typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= CAPACITY_MAX
  );
}

function view(throttling: Throttling): ThrottlingView {
  const rows = throttling.rows();
  const byGroup = new Map<string, ThrottlingRow[]>();
  for (const row of rows) {
    for (const group of row.groups) byGroup.set(group, [...(byGroup.get(group) ?? []), row]);
  }
  return {
    ...throttling.settings(),
    totals: sum(rows),
    groups: [...byGroup].map(([group, members]) => ({ group, ...sum(members) })),
    rows,
  };
}

function sum(rows: readonly ThrottlingRow[]): ThrottlingCounts {
  const total = { calls: 0, throttled: 0, tooEarly: 0 };
  for (const row of rows) {
    total.calls += row.calls;
    total.throttled += row.throttled;
    total.tooEarly += row.tooEarly;
  }
  return total;
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
