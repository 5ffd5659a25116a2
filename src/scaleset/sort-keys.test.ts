import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sortKeys } from './sort-keys.ts';

const BITS = 46;

function sorted(keys: readonly number[]): number[] {
  // Longer than what is sorted, as the array of a wheel is.
  const array = Float64Array.from([...keys, -1, 5, 3]);
  sortKeys(array, keys.length, BITS);
  assert.deepEqual([...array.subarray(keys.length)], [-1, 5, 3]);
  return [...array.subarray(0, keys.length)];
}

test('sort keys: as the native sort does, however they lie', () => {
  const anywhere = fc.maxSafeNat().map((key) => key % 2 ** BITS);
  const crowded = fc.nat(3).chain((at) => fc.nat(500).map((slot) => at * 2 ** 44 + slot));
  const edges = fc.constantFrom(0, 1, 2 ** BITS - 1, 2 ** 45);
  const keys = fc.array(fc.oneof(anywhere, crowded, edges), { maxLength: 3_000, size: 'max' });
  fc.assert(
    fc.property(keys, (drawn) => {
      assert.deepEqual(sorted(drawn), [...Float64Array.from(drawn).sort()]);
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('sort keys: a hundred thousand that are due at once, in the worst order, are no square', () => {
  const count = 100_000;
  const keys = Array.from({ length: count }, (_, at) => count - at);
  assert.deepEqual(sorted(keys), keys.toReversed());
});
