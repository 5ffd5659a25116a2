import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitPath } from '../../src/arm/request-target.ts';
import { createRouter } from '../../src/arm/router.ts';
import { computeOperations, notYetSupportedIds } from '../../src/providers/index.ts';
import { requestOf } from './requests.ts';
import { histories } from './steps.ts';

/** Enough that what is drawn seldom comes too; the seed is fixed, so that the test is. */
const RUNS = 1_000;
/** Of Flexible machines, as the histories see some. */
const MACHINES = ['Set1_12345678', 'Set1_87654321'];

test('simulation: histories ask for every operation of the table', () => {
  const router = createRouter(computeOperations);
  const asked = new Set<string>();
  for (const history of fc.sample(histories, { seed: 1, numRuns: RUNS })) {
    for (const { step, version } of history) {
      if (step.kind === 'advance' || step.kind === 'poll' || step.kind === 'nextPage') continue;
      const { method, target } = requestOf(step, version, MACHINES);
      const rows = router.match(splitPath(target.split('?', 1)[0] ?? ''))?.rows;
      for (const { operation } of [...(rows ?? [])].flatMap(([of, each]) =>
        of === method ? each : [],
      )) {
        asked.add(operation.operationId);
      }
    }
  }
  const served = computeOperations
    .map(({ operationId }) => operationId)
    .filter((id) => !notYetSupportedIds.has(id));
  assert.deepEqual(
    [...new Set(served)].filter((id) => !asked.has(id)),
    [],
  );
});
