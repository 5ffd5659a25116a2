import assert from 'node:assert/strict';
import { DELETING, NONE } from '../codes.ts';
import type { ScaleSet } from '../index.ts';

/** Two that share a place are both there, and everything that is known of pairs is about pairs. */
export function assertPaired({ surge, instances, rolling }: ScaleSet): void {
  assert.equal(surge.successors.size, surge.pairs.size);
  for (const [successor, old] of surge.pairs) {
    assert.equal(surge.successors.get(old), successor);
    for (const id of [successor, old]) {
      const slot = instances.find(id);
      assert.ok(slot !== -1 && ![NONE, DELETING].includes(instances.state(slot)), `${id} is there`);
    }
  }
  for (const id of [...surge.ready, ...surge.spoiled]) assert.ok(surge.pairs.has(id));
  assert.ok((rolling?.inProgress ?? 0) >= 0 && (rolling?.pending ?? 0) >= 0);
}

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
