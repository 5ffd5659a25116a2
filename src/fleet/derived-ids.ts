import { createHash } from 'node:crypto';

/** What one revision of a journal is given by chance, though it is none. */
export interface DerivedIds {
  readonly operationId: string;
  readonly uniqueId: string;
  readonly seed: number;
}

/**
 * A function of the emulator's seed, the journal and the revision only: the same requests give the
 * same ids on every engine, in every process, in any order between sets. A cryptographic hash,
 * because operation ids must not meet over all the journals of a store.
 */
export function deriveIds(seed: number, journal: string, revision: number): DerivedIds {
  return {
    operationId: guidOf(digest(`operation/${seed}/${revision}/${journal}`)),
    uniqueId: guidOf(digest(`unique/${seed}/${journal}`)),
    seed: digest(`draws/${seed}/${journal}`).readUInt32BE(0),
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The first half of a digest as a version 4 GUID. */
function guidOf(bytes: Buffer): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join('-');
}
