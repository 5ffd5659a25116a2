import { invariant } from '../base/index.ts';
import type { Parameter } from './statements.ts';
import type { Snapshot } from './types.ts';

/**
 * Bytes of a snapshot in one row. PostgreSQL's driver sends and reads a value in one go on the event
 * loop: measured, 21 MB at once held it up for 200 ms, in parts of this size for less than 10.
 */
const PART_BYTES = 128 * 1024;

/** The parameters of `insertSnapshotPart`, one for each part; at least one part. */
export function* partsOf(journal: string, { revision, bytes }: Snapshot): Generator<Parameter[]> {
  for (let part = 0; part === 0 || part * PART_BYTES < bytes.length; part++) {
    const start = part * PART_BYTES;
    yield [journal, part, revision, bytes.length, bytes.subarray(start, start + PART_BYTES)];
  }
}

/** Puts a snapshot together from the rows of its parts, in a buffer of its own. */
export class SnapshotAssembly {
  #revision = 0;
  #bytes: Uint8Array | undefined;
  #filled = 0;

  add(row: Readonly<Record<string, unknown>>): void {
    const part = row['bytes'];
    invariant(part instanceof Uint8Array, 'the bytes of a snapshot are a blob');
    this.#revision = Number(row['revision']);
    this.#bytes ??= new Uint8Array(Number(row['size']));
    this.#bytes.set(part, this.#filled);
    this.#filled += part.length;
  }

  /** Whether there are more parts to read, once the first was added. */
  get isComplete(): boolean {
    return this.#bytes !== undefined && this.#filled === this.#bytes.length;
  }

  /** Undefined when no part was there. */
  result(): Snapshot | undefined {
    if (this.#bytes === undefined) return undefined;
    invariant(this.isComplete, 'the parts of a snapshot make up the whole');
    return { revision: this.#revision, bytes: this.#bytes };
  }
}
