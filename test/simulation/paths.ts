import { GROUPS } from './steps.ts';

export const SUBSCRIPTION_ID = '00000000-0000-0000-0000-000000000001';
export const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;

export function groupPath(group: number): string {
  return `${SUBSCRIPTION}/resourceGroups/rg${group}`;
}

export function setPath(set: number): string {
  return `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/virtualMachineScaleSets/Set${set}`;
}

/** The key by which the fleet knows a set. */
export function setKey(set: number): string {
  return setPath(set).toLowerCase();
}

/** One of the sets is Flexible; its machines are resources of their own. */
export function isFlexible(set: number): boolean {
  return set === 1;
}

export function machinePath(set: number, id: string): string {
  return isFlexible(set)
    ? `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/virtualMachines/${id}`
    : `${setPath(set)}/virtualMachines/${id}`;
}
