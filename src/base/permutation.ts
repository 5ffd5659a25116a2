import { finish, mix } from './hash.ts';

/** A Feistel network of four rounds is a permutation whatever its rounds are. */
const ROUNDS = 4;
const HALF_MASK = 0xffff;

/**
 * Sends each 32-bit number to another, in an order that looks drawn by chance and is the same for the
 * same seed; `unpermute` leads back. So a made-up name can say which number it stands for, and no
 * table of names is kept.
 */
export function permute(seed: number, value: number): number {
  let left = (value >>> 16) & HALF_MASK;
  let right = value & HALF_MASK;
  for (let round = 0; round < ROUNDS; round += 1) {
    [left, right] = [right, left ^ roundOf(seed, round, right)];
  }
  return ((left << 16) | right) >>> 0;
}

export function unpermute(seed: number, value: number): number {
  let left = (value >>> 16) & HALF_MASK;
  let right = value & HALF_MASK;
  for (let round = ROUNDS - 1; round >= 0; round -= 1) {
    [left, right] = [right ^ roundOf(seed, round, left), left];
  }
  return ((left << 16) | right) >>> 0;
}

function roundOf(seed: number, round: number, half: number): number {
  return finish(mix(mix(seed | 0, round), half)) & HALF_MASK;
}
