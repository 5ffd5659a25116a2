import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  check,
  decodeSnapshot,
  encodeSnapshot,
  findInstance,
  findOperation,
  type ScaleSet,
  scheduledEventsOf,
} from './index.ts';
import { modelOf } from './testing/models.ts';
import { born, later, machines, order, scaledTo } from './testing/orderly.ts';

const heard = (set: ScaleSet, instanceId: number): string[] =>
  scheduledEventsOf(set, instanceId).events.map(({ type, status }) => `${type} ${status}`);

function settled(options: { spot?: string; notice?: string } = { notice: 'PT5M' }): ScaleSet {
  const set = born({ capacity: 3, ...options });
  later(set, 10);
  return set;
}

function approve(set: ScaleSet, instanceId: number): void {
  const eventIds = scheduledEventsOf(set, instanceId).events.map(({ eventId }) => eventId);
  order(set, { kind: 'approveEvents', instanceId, eventIds });
}

const deletion = { kind: 'deleteInstances', instances: [1], scope: 'instance' };

// Source: Microsoft Learn, "Terminate notification for scale set instances".
test('terminate: a machine that is deleted is told first, and goes when its time is over', () => {
  const set = settled();
  assert.deepEqual(scheduledEventsOf(set, 1), { incarnation: 1, events: [] });
  const { operationId } = order(set, deletion);
  const { incarnation, events } = scheduledEventsOf(set, 1);
  assert.equal(incarnation, 2);
  assert.equal(events[0]?.notBefore, set.now + 300e6);
  assert.deepEqual(heard(set, 1), ['Terminate Scheduled']);
  assert.deepEqual(heard(set, 0), []);
  assert.equal(findInstance(set, 1)?.power, 'running');
  assert.deepEqual(machines(set), { succeeded: 2, deleting: 1 });
  assert.equal(findOperation(set, operationId)?.expectedEnd, set.now + 300e6);
  later(set, 299);
  assert.deepEqual(heard(set, 1), ['Terminate Scheduled']);
  later(set, 1);
  assert.deepEqual(heard(set, 1), ['Terminate Started']);
  later(set, 1);
  assert.equal(findInstance(set, 1), undefined);
  assert.deepEqual(scheduledEventsOf(set, 1), { incarnation: 1, events: [] });
  assert.equal(findOperation(set, operationId)?.state, 'succeeded');
});

test('terminate: who says yes goes at once; scaling in and a second deletion tell as well', () => {
  const set = settled();
  order(set, { kind: 'put', model: scaledTo(set, 2) });
  assert.deepEqual(heard(set, 2), ['Terminate Scheduled']);
  const told = scheduledEventsOf(set, 2);
  later(set, 100);
  const { operationId } = order(set, { kind: 'deleteSet' });
  assert.deepEqual(scheduledEventsOf(set, 2).events, told.events, 'the time does not begin anew');
  assert.deepEqual(heard(set, 0), ['Terminate Scheduled']);
  for (const instanceId of [0, 1, 2]) approve(set, instanceId);
  assert.deepEqual(heard(set, 2), ['Terminate Started']);
  later(set, 2);
  assert.equal(set.gone, true);
  assert.equal(findOperation(set, operationId)?.state, 'succeeded');
});

test('terminate: a machine that does not run, or whose model does not say so, just goes', () => {
  const set = settled();
  order(set, { kind: 'act', action: 'powerOff', instances: [1], scope: 'instance' });
  later(set, 5);
  order(set, deletion);
  later(set, 2);
  assert.equal(findInstance(set, 1), undefined);
  const silent = settled({});
  // "Update to the latest model": machines of before are not told.
  order(silent, { kind: 'put', model: modelOf(3, [], { mode: 'Manual', notice: 'PT5M' }) });
  order(silent, deletion);
  later(silent, 2);
  assert.equal(findInstance(silent, 1), undefined);
});

test('terminate: what is announced is kept by a snapshot', () => {
  const set = settled();
  order(set, deletion);
  const kept = decodeSnapshot(encodeSnapshot(set));
  for (const one of [set, kept]) {
    assert.deepEqual(heard(one, 1), ['Terminate Scheduled']);
    later(one, 302);
    assert.deepEqual(machines(one), { succeeded: 2 });
  }
  assert.deepEqual(encodeSnapshot(kept), encodeSnapshot(set));
});

// Source: Microsoft Learn, "Scheduled Events": Preempt, at least 30 seconds.
test('preempt: told half a minute ahead, and who says yes goes at once', () => {
  const set = settled({ spot: 'Deallocate' });
  order(set, { kind: 'simulateEviction', instanceId: 1 });
  assert.deepEqual(heard(set, 1), ['Preempt Scheduled']);
  assert.equal(scheduledEventsOf(set, 1).events[0]?.notBefore, set.now + 30e6);
  later(set, 5);
  approve(set, 1);
  assert.deepEqual(heard(set, 1), ['Preempt Started']);
  assert.equal(findInstance(set, 1)?.power, 'deallocating');
  later(set, 1);
  assert.equal(findInstance(set, 1)?.power, 'deallocated');
  assert.deepEqual(scheduledEventsOf(set, 1), { incarnation: 4, events: [] });
  order(set, { kind: 'act', action: 'start', instances: [1], scope: 'instance' });
  later(set, 60);
  assert.equal(findInstance(set, 1)?.power, 'running', 'it is not evicted a second time');
});

test('preempt: an eviction does not wait for the notice of a deletion', () => {
  const set = settled({ spot: 'Delete', notice: 'PT15M' });
  order(set, { kind: 'simulateEviction', instanceId: 1 });
  later(set, 31);
  assert.equal(findInstance(set, 1), undefined);
});

// Source: the specification, ScheduledEventsPolicy: automatically approved unless it says false.
test('reboot and redeploy: held for a yes, or only told, as the policy says', () => {
  const set = settled();
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'instance' });
  assert.deepEqual(heard(set, 0), ['Reboot Scheduled']);
  later(set, 60);
  assert.deepEqual(machines(set), { updating: 1, succeeded: 2 });
  approve(set, 0);
  assert.deepEqual(heard(set, 0), ['Reboot Started']);
  later(set, 1);
  assert.deepEqual(heard(set, 0), []);
  order(set, { kind: 'act', action: 'restart', instances: [0], scope: 'instance' });
  later(set, 15 * 60 + 1);
  assert.deepEqual(machines(set), { succeeded: 3 });
  order(set, { kind: 'act', action: 'redeploy', instances: [0], scope: 'instance' });
  later(set, 1);
  assert.deepEqual(heard(set, 0), []);
  assert.ok(scheduledEventsOf(set, 0).incarnation >= 7, 'it was told, and it is over');
});

test('reimage: another system waits for a yes', () => {
  const set = settled();
  order(set, { kind: 'act', action: 'reimage', instances: [0], scope: 'instance' });
  assert.deepEqual(heard(set, 0), ['Reimage Scheduled']);
  later(set, 302);
  assert.deepEqual(machines(set), { succeeded: 3 });
});

test('a yes to what is not announced is refused, also for a machine that is not there', () => {
  const set = settled();
  order(set, deletion);
  const base = { kind: 'approveEvents', at: set.now, operationId: 'again' } as const;
  const eventIds = scheduledEventsOf(set, 1).events.map(({ eventId }) => eventId);
  assert.equal(check(set, { ...base, instanceId: 1, eventIds }), null);
  for (const ids of [['none'], [...eventIds, 'none']]) {
    assert.deepEqual(check(set, { ...base, instanceId: 1, eventIds: ids }), {
      reason: 'UnknownScheduledEvent',
      instanceId: 1,
    });
  }
  assert.deepEqual(check(set, { ...base, instanceId: 0, eventIds }), {
    reason: 'UnknownScheduledEvent',
    instanceId: 0,
  });
  assert.deepEqual(check(set, { ...base, instanceId: 9, eventIds }), {
    reason: 'UnknownInstance',
    instance: '9',
  });
});
