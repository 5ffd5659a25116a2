import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRecentCache } from './recent-cache.ts';

test('recent cache: forgets what was used longest ago, and never grows over its capacity', () => {
  const cache = createRecentCache<number>(3);
  cache.set('a', 1);
  cache.set('b', 2);
  cache.set('c', 3);
  assert.equal(cache.get('a'), 1);
  cache.set('d', 4);
  assert.equal(cache.get('b'), undefined);
  assert.deepEqual(
    ['a', 'c', 'd'].map((key) => cache.get(key)),
    [1, 3, 4],
  );
  for (let i = 0; i < 100; i += 1) cache.set(`key ${i}`, i);
  assert.equal(cache.size, 3);
});

test('recent cache: a deleted or replaced value is gone, also the one used last', () => {
  const cache = createRecentCache<number>(2);
  cache.set('a', 1);
  cache.set('a', 2);
  assert.equal(cache.get('a'), 2);
  assert.equal(cache.size, 1);
  cache.delete('a');
  assert.equal(cache.get('a'), undefined);
});
