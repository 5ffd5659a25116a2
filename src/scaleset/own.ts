import { isJsonObject, type JsonObject } from '../base/index.ts';
import { DELETING, NONE } from './codes.ts';
import type { ScaleSet } from './scale-set.ts';

/**
 * What a machine has of its own, beside the set's model: few have anything, so it stands in a map by
 * instance id and not in the records.
 */
export interface Own {
  /** As the provider wrote it: `protectionPolicy`, data disks, tags, … */
  readonly definition: JsonObject;
  readonly protectFromScaleIn: boolean;
  readonly protectFromScaleSetActions: boolean;
}

export function readOwn(definition: JsonObject): Own {
  const { protectionPolicy } = definition;
  const policy = isJsonObject(protectionPolicy) ? protectionPolicy : {};
  return {
    definition,
    protectFromScaleIn: policy.protectFromScaleIn === true,
    protectFromScaleSetActions: policy.protectFromScaleSetActions === true,
  };
}

/**
 * Whether a smaller capacity leaves the machine alone; who is protected from what is asked of the set
 * is protected from this as well (documented: "Types of instance protection").
 */
export function isProtectedFromScaleIn(set: ScaleSet, slot: number): boolean {
  if (set.own.size === 0) return false;
  const { pairs, successors } = set.surge;
  const instanceId = set.instances.instanceId(slot);
  // Two that share a place go together.
  const other = pairs.get(instanceId) ?? successors.get(instanceId);
  return [instanceId, other].some((id) => {
    const own = id === undefined ? undefined : set.own.get(id);
    return own !== undefined && (own.protectFromScaleIn || own.protectFromScaleSetActions);
  });
}

/** Whether what is asked of the set as a whole leaves the machine alone. */
export function isProtectedFromSetActions(set: ScaleSet, slot: number): boolean {
  return ownAt(set, slot)?.protectFromScaleSetActions === true;
}

/** How many machines stay, however small the capacity. */
export function countProtected(set: ScaleSet): number {
  const places = new Set<number>();
  for (const instanceId of set.own.keys()) {
    const slot = set.instances.find(instanceId);
    const state = slot === -1 ? NONE : set.instances.state(slot);
    const isActive = state !== NONE && state !== DELETING;
    if (!isActive || !isProtectedFromScaleIn(set, slot)) continue;
    places.add(set.surge.pairs.get(instanceId) ?? instanceId);
  }
  return places.size;
}

function ownAt(set: ScaleSet, slot: number): Own | undefined {
  return set.own.size === 0 ? undefined : set.own.get(set.instances.instanceId(slot));
}
