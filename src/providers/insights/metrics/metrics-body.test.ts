import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArmError } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { definitionsWith } from './definitions.ts';
import { metricsBody } from './metrics-body.ts';
import { readMetricsQuery } from './read-query.ts';

const NOW = 3_600e6;
const TYPE = 'Microsoft.Compute/virtualMachineScaleSets';

/** The answer for a set of so many machines that all run since the beginning. */
function answer(count: number, query: Record<string, string>): JsonObject {
  const life = [{ at: 0, up: 1, down: 0 }];
  const names = Array.from({ length: count }, (_none, index) => `web_${index}`);
  const resource = { type: TYPE, definitions: definitionsWith([]), hasMachines: true };
  return metricsBody(
    {
      id: '/set',
      type: TYPE,
      location: 'westeurope',
      machine: undefined,
      availability: {
        set: [{ at: 0, up: count, down: 0 }],
        machines: new Map(names.map((name) => [name, life])),
      },
      fed: [],
      fedOfSet: [],
    },
    readMetricsQuery({ query: { $filter: "VMName eq '*'", ...query } }, resource, NOW),
    NOW,
  );
}

function refusal(count: number, query: Record<string, string>): string {
  try {
    answer(count, query);
  } catch (error) {
    if (error instanceof ArmError) return `${error.httpStatus} ${error.message}`;
    throw error;
  }
  return 'none';
}

test('metrics: an answer has no more points than its limit, over all metrics and series', () => {
  assert.equal(refusal(744, { top: '744' }), 'none');
  assert.match(refusal(745, { top: '745' }), /^400 The answer would have more than 44640 points/);
  const two = { top: '400', metricnames: 'VmAvailabilityMetric,Percentage CPU' };
  assert.match(refusal(400, two), /^400 The answer would have more than 44640 points/);
  // As many as are there, and not as could be.
  assert.equal(refusal(3, { top: '100000' }), 'none');
  assert.equal(refusal(745, { top: '745', resulttype: 'metadata' }), 'none');
});

test('metrics: too many machines are not brought into an order', () => {
  const order = { orderby: 'average desc' };
  assert.equal(refusal(1_000, order), 'none');
  assert.match(refusal(500_001, order), /^400 These are too many machines/);
});
