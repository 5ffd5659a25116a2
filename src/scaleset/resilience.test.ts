import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, findInstance, findOperation, parseLifecycle } from './index.ts';
import { runUntilIdle } from './testing/histories.ts';
import { born, later, machines, order, orderly } from './testing/orderly.ts';

const MINUTE = 60;
const failing = (step: string, code: string, probability: number, after = '1s') =>
  parseLifecycle({
    name: 'failing',
    steps: Object.fromEntries(Object.keys(orderly.steps).map((name) => [name, '1s'])),
    faults: [
      { on: { step, probability }, effect: 'fail', after, failure: { code, message: 'no' } },
    ],
  });

// Source: Microsoft Learn, "Resilient create and delete": time-outs, five times, thirty minutes.
test('creation: what timed out is begun anew, five times at most, and counts as creating', () => {
  const lifecycle = failing('provisionOs', 'OSProvisioningTimedOut', 0.6);
  const plain = born({ capacity: 100, lifecycle });
  const resilient = born({ capacity: 100, lifecycle, resilient: true });
  for (const set of [plain, resilient]) later(set, 4);
  assert.ok((machines(plain)['failed'] ?? 0) > 40);
  assert.equal(machines(resilient)['failed'], undefined);
  assert.ok((machines(resilient)['creating'] ?? 0) > 40);
  for (const set of [plain, resilient]) runUntilIdle(set);
  // 0.6 to the sixth power of a hundred are five.
  assert.ok((machines(resilient)['failed'] ?? 0) < 15);
  assert.ok((machines(resilient)['succeeded'] ?? 0) > 85);
  assert.equal(resilient.retries.size, 0);
});

test('creation: another failure, and one after half an hour, is not begun anew', () => {
  const other = failing('allocate', 'AllocationFailed', 1);
  const set = born({ capacity: 2, lifecycle: other, resilient: true });
  later(set, 2);
  assert.deepEqual(machines(set), { failed: 2 });
  const slow = failing('provisionOs', 'OSProvisioningTimedOut', 1, '20m');
  const late = born({ capacity: 1, lifecycle: slow, resilient: true });
  later(late, 41 * MINUTE);
  assert.deepEqual(machines(late), { creating: 1 });
  later(late, 20 * MINUTE);
  assert.deepEqual(machines(late), { failed: 1 });
});

test('deletion: is tried six times with growing waits, and then the machine has failed', () => {
  const lifecycle = failing('delete', 'InternalExecutionError', 1);
  const set = born({ capacity: 2, lifecycle, resilient: true });
  later(set, 10);
  assert.equal(findInstance(set, 1)?.resilientDeletion, 'Enabled');
  const one = { kind: 'deleteInstances', instances: [1], scope: 'instance' };
  const { operationId } = order(set, one);
  // At once, after 10, 20, 40 and 80 minutes.
  later(set, 149 * MINUTE);
  assert.equal(findInstance(set, 1)?.resilientDeletion, 'InProgress');
  assert.deepEqual(machines(set), { succeeded: 1, deleting: 1 });
  assert.equal(findOperation(set, operationId)?.state, 'inProgress');
  later(set, 2 * MINUTE);
  assert.equal(findInstance(set, 1)?.resilientDeletion, 'Failed');
  assert.deepEqual(machines(set), { succeeded: 1, failed: 1 });
  assert.equal(findOperation(set, operationId)?.state, 'failed');
  assert.equal(set.facts.capacity, 2);
  order(set, { kind: 'setLifecycle', lifecycle: orderly });
  order(set, one);
  assert.equal(findInstance(set, 1)?.resilientDeletion, 'InProgress');
  later(set, 2);
  assert.deepEqual(machines(set), { succeeded: 1 });
});

test('deletion: one that works out later is a success, also of the set', () => {
  const lifecycle = failing('delete', 'InternalExecutionError', 0.5);
  const set = born({ capacity: 40, lifecycle, resilient: true });
  later(set, 10);
  const { operationId } = order(set, { kind: 'deleteSet' });
  later(set, 3);
  assert.ok((machines(set)['deleting'] ?? 0) > 2);
  runUntilIdle(set);
  const left = machines(set)['failed'] ?? 0;
  assert.ok(left < 5);
  assert.equal(findOperation(set, operationId)?.state, left === 0 ? 'succeeded' : 'failed');
});

const sleep = { kind: 'act', action: 'hibernate', instances: [0], scope: 'instance' };

// Source: Microsoft Learn, "Hibernation for Azure virtual machines", "Troubleshoot hibernation".
test('hibernation: a machine sleeps until it is started or deallocated for good', () => {
  const set = born({ capacity: 2, resilient: true });
  later(set, 10);
  order(set, sleep);
  assert.equal(findInstance(set, 0)?.hibernated, false, 'not yet');
  later(set, 2);
  assert.equal(findInstance(set, 0)?.power, 'deallocated');
  assert.equal(findInstance(set, 0)?.hibernated, true);
  assert.equal(findInstance(set, 1)?.hibernated, false);
  order(set, { ...sleep, action: 'reapply' });
  later(set, 2);
  assert.equal(findInstance(set, 0)?.hibernated, true);
  order(set, { ...sleep, action: 'deallocate' });
  later(set, 2);
  assert.equal(findInstance(set, 0)?.hibernated, false);
  order(set, { ...sleep, action: 'start' });
  later(set, 3);
  order(set, { ...sleep, instances: 'all' });
  later(set, 2);
  assert.deepEqual([...set.hibernated], [0, 1]);
  order(set, { ...sleep, action: 'start' });
  later(set, 3);
  assert.equal(findInstance(set, 0)?.hibernated, false);
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'instance' });
  later(set, 3);
  assert.equal(set.hibernated.size, 0);
});

test('hibernation: refused without the capability, and of a machine that does not run', () => {
  const base = { ...sleep, at: 0, operationId: 'again' } as const;
  const asked = (set: ReturnType<typeof born>) =>
    check(set, { ...base, kind: 'act', action: 'hibernate', scope: 'instance', at: set.now });
  const plain = born({ capacity: 1 });
  later(plain, 10);
  assert.deepEqual(asked(plain), { reason: 'HibernationNotEnabled' });
  const set = born({ capacity: 1, resilient: true });
  assert.deepEqual(asked(set), { reason: 'CannotHibernate' });
  later(set, 10);
  assert.equal(asked(set), null);
  order(set, { ...sleep, action: 'powerOff' });
  later(set, 3);
  assert.deepEqual(asked(set), { reason: 'CannotHibernate' });
});
