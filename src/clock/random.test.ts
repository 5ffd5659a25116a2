import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGuid } from '../base/index.ts';
import { createRandom } from './random.ts';

test('random: the same seed and stream give the same sequence', () => {
  const [a, b] = [createRandom(42, 'requests'), createRandom(42, 'requests')];
  for (let i = 0; i < 100; i += 1) {
    assert.equal(a.uint32(), b.uint32());
    assert.equal(a.guid(), b.guid());
  }
});

test('random: seeds and streams do not share draws', () => {
  const first = [
    createRandom(1, 'a'),
    createRandom(1, 'b'),
    createRandom(2, 'a'),
    createRandom(1 + 2 ** 32, 'a'),
  ].map((random) => random.guid());
  assert.equal(new Set(first).size, first.length);
});

test('random: guids of one stream do not repeat and look like guids', () => {
  const random = createRandom(7, 'requests');
  const seen = new Set(Array.from({ length: 50_000 }, () => random.guid()));
  assert.equal(seen.size, 50_000);
  assert.ok(isGuid(random.guid()));
});

test('random: draws spread over all 32 bits', () => {
  const random = createRandom(7, 'spread');
  const buckets = Array.from({ length: 16 }, () => 0);
  for (let i = 0; i < 16_000; i += 1) {
    const bucket = random.uint32() >>> 28;
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  for (const count of buckets) assert.ok(count > 850 && count < 1150, `bucket of ${count}`);
});
