import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { providerJson } from '../../../arm/index.ts';
import type { ScaleSetSummary } from '../../../scaleset/index.ts';
import { InstanceViewWriter } from './instance-view-writer.ts';
import { setInstanceView } from './set-instance-view.ts';

const states = ['creating', 'updating', 'deleting', 'failed', 'succeeded'] as const;
const counts = fc.uniqueArray(
  fc.record({ state: fc.constantFrom(...states), count: fc.integer({ min: 1, max: 10_000_000 }) }),
  { selector: ({ state }) => state, maxLength: 3 },
);
// Few different words, so that one summary often has those of the one before; names that look like
// what the writer looks for.
const names = fc.constantFrom('one', 'two', `"count": ${Number.MAX_SAFE_INTEGER}`, 'ü\r\n');
const summaries: fc.Arbitrary<ScaleSetSummary> = fc.record({
  virtualMachine: counts,
  extensions: fc.array(
    fc.record({ name: names, counts: counts.filter((some) => some.length > 0) }),
    {
      maxLength: 2,
    },
  ),
  automaticRepairs: fc.constantFrom('NotRunning', 'Running', 'Suspended', null),
  health: fc.constant(null),
  status: fc.record({
    state: fc.constantFrom(...states),
    settledAt: fc.constantFrom(1_767_225_600_000_000, 1_767_225_600_000_001),
    failure: fc.constantFrom(null, { code: 'A', message: 'a' }, { code: 'A', message: 'b' }),
  }),
});

test('instance view writer: what is kept from the last view never shows in the next', () => {
  fc.assert(
    fc.property(
      fc.array(summaries, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('first', 'orchestrationServices'),
      (history, form) => {
        const writer = new InstanceViewWriter(form);
        for (const summary of history) {
          assert.equal(
            writer.write(summary).toString(),
            providerJson(setInstanceView(summary, form)).toString(),
          );
        }
      },
    ),
    { numRuns: 300, seed: 8677 },
  );
});
