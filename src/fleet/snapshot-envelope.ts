import { crc32 } from 'node:zlib';
import type { Instant } from '../base/index.ts';

/** What the fleet has to know about a state besides the state itself. */
export interface Reached {
  /** The state includes nothing that happened after this instant. */
  readonly workedTo: Instant;
  /** When the last command was accepted. */
  readonly lastAt: Instant;
  /** Of the last row's text: a snapshot of another journal of the same name is found out by it. */
  readonly rowHash: number;
}

export interface Envelope extends Reached {
  readonly state: Uint8Array;
}

/** `LZF` and the version of this envelope; a snapshot that begins otherwise is ignored. */
const MAGIC = 0x4c5a_4601;
const HEADER_BYTES = 32;
/** The checksum covers everything from here on. */
const CHECKED_FROM = 8;
/** Touched or checked at once; a fraction of a millisecond. */
const PIECE_BYTES = 512 * 1024;

/** Long work that is done piece by piece; `step` says when it is done. */
export interface Piecemeal<T> {
  readonly step: () => boolean;
  readonly result: () => T;
}

/**
 * Memory for a snapshot whose state takes about so many bytes. Memory that is touched for the first
 * time costs more than what is written there, and it can be touched piece by piece. None for what is
 * no more than a piece: it is given just what it takes, as a store in memory keeps it.
 */
export function makingRoom(stateBytes: number): Piecemeal<Uint8Array> {
  const room = new Uint8Array(stateBytes <= PIECE_BYTES ? 0 : HEADER_BYTES + stateBytes);
  let touched = 0;
  return {
    step() {
      const end = Math.min(touched + PIECE_BYTES, room.byteLength);
      room.fill(0, touched, end);
      touched = end;
      return touched === room.byteLength;
    },
    result: () => room,
  };
}

/**
 * Puts a state into its envelope, where `encode` writes it, and which lies in `room` when that is
 * large enough.
 */
export function sealing(
  { workedTo, lastAt, rowHash }: Reached,
  encode: (allocate: (size: number) => Uint8Array) => Uint8Array,
  room: Uint8Array = new Uint8Array(0),
): Piecemeal<Uint8Array> {
  let bytes = room;
  encode((size) => {
    const whole = HEADER_BYTES + size;
    bytes = room.byteLength < whole ? new Uint8Array(whole) : room.subarray(0, whole);
    return bytes.subarray(HEADER_BYTES);
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(0, MAGIC);
  view.setFloat64(8, workedTo);
  view.setFloat64(16, lastAt);
  view.setUint32(24, rowHash);
  const checksum = checksumOf(bytes);
  return {
    step() {
      if (!checksum.step()) return false;
      view.setUint32(4, checksum.result());
      return true;
    },
    result: () => bytes,
  };
}

/** Takes a state out of its envelope: undefined when it is of another version, or damaged. */
export function opening(bytes: Uint8Array): Piecemeal<Envelope | undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isKnown = bytes.byteLength >= HEADER_BYTES && view.getUint32(0) === MAGIC;
  const checksum = checksumOf(bytes);
  return {
    step: () => !isKnown || checksum.step(),
    result() {
      if (!isKnown || view.getUint32(4) !== checksum.result()) return undefined;
      return {
        workedTo: view.getFloat64(8),
        lastAt: view.getFloat64(16),
        rowHash: view.getUint32(24),
        // A plain array also when the store gave a Buffer, whose `slice` would not copy.
        state: new Uint8Array(
          bytes.buffer,
          bytes.byteOffset + HEADER_BYTES,
          bytes.byteLength - HEADER_BYTES,
        ),
      };
    },
  };
}

function checksumOf(bytes: Uint8Array): Piecemeal<number> {
  let position = CHECKED_FROM;
  let checksum = 0;
  return {
    step() {
      const end = Math.min(position + PIECE_BYTES, bytes.byteLength);
      checksum = crc32(bytes.subarray(position, end), checksum);
      position = end;
      return position === bytes.byteLength;
    },
    result: () => checksum,
  };
}
