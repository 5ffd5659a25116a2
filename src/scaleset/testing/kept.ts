import assert from 'node:assert/strict';
import type { ScaleSet } from '../index.ts';

/** A version is kept for machines that have it, and for those that may be brought back to it. */
export function assertKept(set: ScaleSet): void {
  const held = [...(set.rolling?.previous.values() ?? [])];
  for (const [instanceId, { operation, version }] of set.rollbacks) {
    held.push(version);
    const slot = set.instances.find(instanceId);
    assert.notEqual(slot, -1, 'only machines that there are are brought back');
    const { instances } = set;
    assert.ok([instances.operation(slot), instances.queued(slot)].includes(operation));
  }
  for (const { version, instanceCount, heldCount } of set.profiles.values()) {
    assert.equal(heldCount, held.filter((each) => each === version).length);
    assert.ok(instanceCount + heldCount > 0 || version === set.latestProfile, 'unused is dropped');
  }
}
