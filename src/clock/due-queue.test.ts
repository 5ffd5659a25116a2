import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { type Due, DueQueue } from './due-queue.ts';

interface Entry extends Due {
  readonly name: number;
}

test('due queue: gives entries by due time and then by arrival, whatever was moved or taken back', () => {
  const step = fc.record({
    entry: fc.nat(29),
    what: fc.constantFrom('put' as const, 'put' as const, 'remove' as const, 'take' as const),
    due: fc.nat(40),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 200 }), (steps) => {
      const queue = new DueQueue<Entry>();
      const entries = Array.from({ length: 30 }, (_, name): Entry => {
        return { name, due: 0, sequence: 0, place: -1 };
      });
      const expected = new Set<Entry>();
      const earliest = (): Entry | undefined =>
        [...expected].toSorted((a, b) => a.due - b.due || a.sequence - b.sequence)[0];
      for (const { entry: name, what, due } of steps) {
        const entry = what === 'take' ? queue.first() : entries[name];
        if (entry === undefined) continue;
        if (what === 'put') {
          queue.put(entry, due);
          expected.add(entry);
        } else {
          queue.remove(entry);
          expected.delete(entry);
        }
        assert.equal(queue.first(), earliest());
        assert.equal(queue.size, expected.size);
      }
      for (let first = queue.first(); first; first = queue.first()) {
        assert.equal(first, earliest());
        queue.remove(first);
        expected.delete(first);
      }
    }),
  );
});
