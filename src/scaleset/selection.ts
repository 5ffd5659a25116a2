import { DELETING } from './codes.ts';
import { machineTarget } from './machine-name.ts';
import type { ScaleSet } from './scale-set.ts';
import type { InstanceSelection, Refusal } from './types.ts';

/** Whether all instances of a list are there. */
export function checkSelection(set: ScaleSet, instances: InstanceSelection): Refusal | null {
  if (instances === 'all') return null;
  for (const instanceId of instances) {
    const slot = set.instances.find(instanceId);
    if (slot === -1 || set.instances.state(slot) === DELETING) {
      return { reason: 'UnknownInstance', instance: machineTarget(set, instanceId) };
    }
  }
  return null;
}

export function distinct(instances: InstanceSelection): InstanceSelection {
  return instances === 'all' ? 'all' : [...new Set(instances)];
}
