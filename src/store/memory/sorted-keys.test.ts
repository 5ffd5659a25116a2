import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { hashWords } from '../../base/index.ts';
import { compareByteOrder } from '../byte-order.ts';
import { SortedKeys } from './sorted-keys.ts';

test('sorted keys: behave as a sorted set', () => {
  const key = fc.string({ unit: fc.constantFrom('a', 'b', '\uffff', '\u{10000}'), maxLength: 3 });
  fc.assert(
    fc.property(fc.array(fc.record({ key, isAdded: fc.boolean() })), key, (steps, from) => {
      const keys = new SortedKeys();
      const model = new Set<string>();
      for (const step of steps) {
        if (step.isAdded) keys.add(step.key);
        else keys.delete(step.key);
        if (step.isAdded) model.add(step.key);
        else model.delete(step.key);
      }
      const expected = [...model]
        .sort(compareByteOrder)
        .filter((each) => compareByteOrder(each, from) >= 0);
      assert.deepEqual([...keys.from(from)], expected);
    }),
  );
});

test('sorted keys: stay sorted over many chunks while they come and go in any order', () => {
  const keys = new SortedKeys();
  const names = Array.from({ length: 20_000 }, (_, index) => `/k/${hashWords(index, 7)}`);
  for (const name of names) keys.add(name);
  for (const name of names) keys.add(name);
  const kept = names.filter((_, index) => index % 3 === 0);
  const keptSet = new Set(kept);
  for (const name of names) if (!keptSet.has(name)) keys.delete(name);
  assert.deepEqual([...keys.from('')], [...keptSet].sort());
  for (const name of kept) keys.delete(name);
  assert.deepEqual([...keys.from('')], []);
  keys.add('again');
  assert.deepEqual([...keys.from('a')], ['again']);
});
