import { crc32 } from 'node:zlib';
import type { Instant } from '../base/index.ts';

/** What the fleet has to know about a state besides the state itself. */
export interface Envelope {
  /** The state includes nothing that happened after this instant. */
  readonly workedTo: Instant;
  /** When the last command was accepted. */
  readonly lastAt: Instant;
  /** Of the last row's text: a snapshot of another journal of the same name is found out by it. */
  readonly rowHash: number;
  readonly state: Uint8Array;
}

/** `LZF` and the version of this envelope; a snapshot that begins otherwise is ignored. */
const MAGIC = 0x4c5a_4601;
const HEADER_BYTES = 28;
/** The checksum covers everything from here on. */
const CHECKED_FROM = 8;

export function wrapSnapshot({ workedTo, lastAt, rowHash, state }: Envelope): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + state.byteLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setFloat64(8, workedTo);
  view.setFloat64(16, lastAt);
  view.setUint32(24, rowHash);
  bytes.set(state, HEADER_BYTES);
  view.setUint32(4, crc32(bytes.subarray(CHECKED_FROM)));
  return bytes;
}

/** Undefined when the bytes are not of this version or damaged. The state is copied, so it is aligned. */
export function unwrapSnapshot(bytes: Uint8Array): Envelope | undefined {
  if (bytes.byteLength < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== MAGIC) return undefined;
  if (view.getUint32(4) !== crc32(bytes.subarray(CHECKED_FROM))) return undefined;
  return {
    workedTo: view.getFloat64(8),
    lastAt: view.getFloat64(16),
    rowHash: view.getUint32(24),
    state: bytes.slice(HEADER_BYTES),
  };
}
