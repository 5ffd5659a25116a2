import { foldCase, isJsonObject, sameName } from '../../base/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import { findInstance, type Instance, type ScaleSet } from '../../scaleset/index.ts';
import type { Use } from './shell-type.ts';

/** A machine of any kind of set is known by its set and its number. */
const MACHINE = /^(.+\/virtualMachineScaleSets\/[^/]+)\/virtualMachines\/(\d+)$/i;

export interface NamedMachine {
  readonly set: ScaleSet;
  readonly instance: Instance;
}

/** Whether a source is a machine that has attached something. */
export function isMachine(source: string): boolean {
  return MACHINE.test(source);
}

/** The machine that a source is; undefined when it is none, or is gone. */
export async function machineOfSource(
  fleet: Pick<Fleet, 'find'>,
  source: string,
): Promise<NamedMachine | undefined> {
  const [, setId, number] = MACHINE.exec(source) ?? [];
  const set = setId === undefined ? undefined : await fleet.find(foldCase(setId));
  const instance = set && findInstance(set, Number(number));
  return set && instance && { set, instance };
}

/** A machine that is gone has let go of its disks, whatever is still written about them. */
export async function stillAttached(fleet: Pick<Fleet, 'find'>, use: Use): Promise<boolean> {
  const machine = await machineOfSource(fleet, use.source);
  const disks = machine?.instance.own?.['dataDisks'];
  return (
    Array.isArray(disks) &&
    disks.some((disk) => {
      const managed = isJsonObject(disk) ? disk['managedDisk'] : undefined;
      return isJsonObject(managed) && sameName(String(managed['id'] ?? ''), use.target);
    })
  );
}
