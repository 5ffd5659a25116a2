import { invariant } from '../base/index.ts';

/**
 * The instances of a set, one slot each, in the order of their ids. A slot whose state is NONE is
 * empty: its instance has been deleted.
 */
export interface Columns {
  /** Slots that are or were in use. */
  length: number;
  capacity: number;
  instanceId: Uint32Array;
  state: Uint8Array;
  power: Uint8Array;
  /** The step under way; IDLE when none is. */
  phase: Uint8Array;
  /** How the step will end: 0 well, else the number of the fault rule plus 1. */
  fate: Uint16Array;
  /** 0 or the number of the failure plus 1. */
  failure: Uint16Array;
  /** The version of the model that the instance was last brought to. */
  profile: Uint32Array;
  /** The index of the operation that the step belongs to; 0 for none. */
  operation: Uint32Array;
  /** The index of the operation that waits for the step to end; 0 for none. */
  queued: Uint32Array;
  settledAt: Float64Array;
  createdAt: Float64Array;
  /** Which extension is being installed: its position in the model's installation order. */
  extensionPosition: Uint16Array;
}

const ARRAYS = [
  'instanceId',
  'state',
  'power',
  'phase',
  'fate',
  'failure',
  'profile',
  'operation',
  'queued',
  'settledAt',
  'createdAt',
  'extensionPosition',
] as const;

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

export function createColumns(capacity: number): Columns {
  return {
    length: 0,
    capacity,
    instanceId: new Uint32Array(capacity),
    state: new Uint8Array(capacity),
    power: new Uint8Array(capacity),
    phase: new Uint8Array(capacity),
    fate: new Uint16Array(capacity),
    failure: new Uint16Array(capacity),
    profile: new Uint32Array(capacity),
    operation: new Uint32Array(capacity),
    queued: new Uint32Array(capacity),
    settledAt: new Float64Array(capacity),
    createdAt: new Float64Array(capacity),
    extensionPosition: new Uint16Array(capacity),
  };
}

/** Every column of instances, for those that copy, count or write them. */
export function columnArrays(columns: Columns): readonly Column[] {
  return ARRAYS.map((name) => columns[name]);
}

export function growColumns(columns: Columns, capacity: number): void {
  const grown = createColumns(capacity);
  const from = columnArrays(columns);
  columnArrays(grown).forEach((column, index) => column.set(from[index] as Column));
  Object.assign(columns, grown, { length: columns.length });
}

/** A column like another with room for more. */
export function growColumn<T extends Uint8Array | Float64Array>(column: T, capacity: number): T {
  const Grown = column.constructor as new (capacity: number) => T;
  const grown = new Grown(capacity);
  grown.set(column);
  return grown;
}

/** Moves the slots of `from` to the front of a column, in order; returns nothing new. */
export function gatherColumn(column: Column, from: Uint32Array): void {
  for (let to = 0; to < from.length; to += 1) {
    column[to] = column[from[to] as number] as number;
  }
  column.fill(0, from.length);
}

/** The slot of an instance id, by binary search; -1 when there is none. */
export function findSlot(columns: Columns, instanceId: number): number {
  const slot = lowerBound(columns, instanceId);
  const isThere = slot < columns.length && columns.instanceId[slot] === instanceId;
  return isThere && columns.state[slot] !== 0 ? slot : -1;
}

/** The first slot whose instance id is not below this one. */
export function lowerBound(columns: Columns, instanceId: number): number {
  let low = 0;
  let high = columns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((columns.instanceId[middle] as number) < instanceId) low = middle + 1;
    else high = middle;
  }
  invariant(low <= columns.length, 'a search ends inside the columns');
  return low;
}
