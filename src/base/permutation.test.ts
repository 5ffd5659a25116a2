import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { permute, unpermute } from './permutation.ts';

const word = fc.integer({ min: 0, max: 0xffff_ffff });

test('permutation: every number leads to one number and back', () => {
  fc.assert(
    fc.property(word, word, (seed, value) => {
      const permuted = permute(seed, value);
      assert.ok(Number.isInteger(permuted) && permuted >= 0 && permuted <= 0xffff_ffff);
      assert.equal(unpermute(seed, permuted), value);
    }),
  );
});

test('permutation: neighbours lie far apart, and another seed gives another order', () => {
  const of = (seed: number): number[] =>
    Array.from({ length: 10_000 }, (_, value) => permute(seed, value));
  const first = of(1);
  assert.equal(new Set(first).size, first.length);
  const near = first.filter((value, at) => Math.abs(value - (first[at + 1] ?? 0)) < 1_000_000);
  assert.ok(near.length < 30, `${near.length} of 10,000 lie beside the number before`);
  const same = of(2).filter((value, at) => value === first[at]);
  assert.ok(same.length < 3);
});
