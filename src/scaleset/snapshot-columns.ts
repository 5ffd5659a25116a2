/** Parts of what a snapshot is written and read with. */

/** What a column says of these slots; without a copy when none is left out. */
export function pick<T extends Uint8Array | Float64Array>(column: T, slots: Uint32Array): T {
  const front = column.subarray(0, slots.length) as T;
  if (slots.length === 0 || slots.at(-1) === slots.length - 1) return front;
  const picked = front.slice() as T;
  for (let at = 0; at < slots.length; at += 1) picked[at] = column[slots[at] as number] as number;
  return picked;
}

export function bytesOf(column: Uint8Array | Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** A part of a column of doubles; a copy, as it may lie anywhere in the bytes. */
export function timesIn(column: Uint8Array, from: number, to: number): Float64Array {
  return new Float64Array(new Uint8Array(column.subarray(from * 8, to * 8)).buffer);
}

/** In an order that does not depend on how the map came about. */
export function sorted<T>(map: ReadonlyMap<number, T>): (readonly [number, T])[] {
  return [...map].sort(([a], [b]) => a - b);
}

export function align(size: number): number {
  return Math.ceil(size / 8) * 8;
}
