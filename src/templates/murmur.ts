/**
 * The 64-bit hash behind uniqueString() and templateHash: two 32-bit lanes in the manner of
 * MurmurHash3, with constants of the template engine's own. Source: the public analyses of
 * uniqueString(); checked against known pairs in murmur.test.ts.
 */
export function murmur64(bytes: Uint8Array): bigint {
  const { length } = bytes;
  let low = 0;
  let high = 0;
  let at = 0;
  for (; at + 8 <= length; at += 8) {
    low ^= scramble(word(bytes, at, 4), LOW, 15, HIGH);
    low = (Math.imul(((low << 19) | (low >>> 13)) + high, 5) + 0x561ccd1b) | 0;
    high ^= scramble(word(bytes, at + 4, 4), HIGH, 17, LOW);
    high = (Math.imul(((high << 13) | (high >>> 19)) + low, 5) + 0x0bcaa747) | 0;
  }
  const rest = length - at;
  if (rest > 0) low ^= scramble(word(bytes, at, Math.min(4, rest)), LOW, 15, HIGH);
  if (rest > 4) high ^= scramble(word(bytes, at + 4, rest - 4), HIGH, 17, LOW);
  low ^= length;
  high ^= length;
  low = (low + high) | 0;
  high = (high + low) | 0;
  low = avalanche(low);
  high = avalanche(high);
  low = (low + high) | 0;
  high = (high + low) | 0;
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

const LOW = 0x239b961b;
const HIGH = 0xab0e9789;

function scramble(value: number, first: number, turn: number, second: number): number {
  const k = Math.imul(value, first);
  return Math.imul((k << turn) | (k >>> (32 - turn)), second);
}

/** Little-endian. */
function word(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let index = 0; index < count; index += 1) value |= (bytes[at + index] ?? 0) << (8 * index);
  return value;
}

function avalanche(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
