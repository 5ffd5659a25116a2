import type { Instant } from '../../base/index.ts';

/** What one caller has asked of one operation on one resource. */
export interface MeterRow {
  /** Application id. */
  readonly caller: string;
  readonly operationId: string;
  /** The scale set or other resource below which the request went, in lower case; or its scope. */
  readonly resource: string;
  /** The policies or groups it counts in. */
  readonly groups: readonly string[];
  calls: number;
  throttled: number;
  /** Made although a 429 with the same group had said to wait longer. */
  tooEarly: number;
}

/** Until when a caller was told to wait, in one group. */
export interface Told {
  until: Instant;
}

/** Rows beyond these are summed up in one, so that memory is bounded. */
const ROWS_MAX = 5_000;

/** Who makes the traffic: counts by caller, operation and resource, of this process. */
export class RequestMeter {
  readonly #rows = new Map<string, MeterRow>();
  readonly #told = new Map<string, Told>();

  row(facts: Pick<MeterRow, 'caller' | 'operationId' | 'resource' | 'groups'>): MeterRow {
    const key = `${facts.caller} ${facts.operationId} ${facts.resource}`;
    let row = this.#rows.get(key);
    if (row === undefined) {
      const isFull = this.#rows.size >= ROWS_MAX;
      if (isFull && facts !== OTHERS) return this.row(OTHERS);
      row = { ...facts, calls: 0, throttled: 0, tooEarly: 0 };
      this.#rows.set(key, row);
    }
    return row;
  }

  told(caller: string, group: string): Told {
    const key = `${caller} ${group}`;
    let told = this.#told.get(key);
    if (told === undefined) {
      if (this.#told.size >= ROWS_MAX) this.#told.clear();
      told = { until: 0 };
      this.#told.set(key, told);
    }
    return told;
  }

  /** Most calls first. */
  rows(): readonly Readonly<MeterRow>[] {
    return [...this.#rows.values()].filter(({ calls }) => calls > 0).sort(byCalls);
  }
}

const OTHERS = { caller: '(others)', operationId: '(others)', resource: '(others)', groups: [] };

function byCalls(one: MeterRow, other: MeterRow): number {
  if (one.calls !== other.calls) return other.calls - one.calls;
  const [left, right] = [one, other].map(
    (row) => `${row.caller} ${row.operationId} ${row.resource}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
