import type { JsonObject } from '../../../base/index.ts';
import type { Instance, ScaleSetModelView } from '../../../scaleset/index.ts';
import { listAt, objectAt } from '../model/json-path.ts';
import { diskName, flexibleDiskName, unmanagedDiskName } from './instance-names.ts';
import { inOrder } from './key-order.ts';

/** A data disk of one machine as it is shown, and its name for the instance view. */
export interface DataDisk {
  readonly name: string;
  readonly shown: JsonObject;
  readonly lun: number;
  /** Whether the set's model says it; otherwise the machine has it of its own. */
  readonly ofModel: boolean;
}

/** The operating system's disk: its name, and its id where it is a managed one. */
export function osDiskName(
  set: ScaleSetModelView,
  instance: Instance,
  profile: JsonObject,
): string {
  const osDisk = objectAt(profile, 'storageProfile', 'osDisk');
  const { name } = set.genesis;
  const { instanceId, vmId } = instance;
  // Only a machine of its own making can say the name of a managed disk.
  if (isFlexible(set)) return String(osDisk['name'] ?? flexibleDiskName(instance.name, vmId, 1));
  return 'vhdContainers' in osDisk
    ? unmanagedDiskName(String(osDisk['name'] ?? 'osDisk'), instanceId, vmId)
    : diskName(name, instanceId, vmId, 1);
}

/** Those of the model that the machine has not been detached from, then its own; by number. */
export function dataDisksOf(
  set: ScaleSetModelView,
  instance: Instance,
  profile: JsonObject,
  groupId: string,
): readonly DataDisk[] {
  const own = instance.own ?? {};
  const detached = new Set(Array.isArray(own['detachedLuns']) ? own['detachedLuns'] : []);
  const disks: DataDisk[] = [];
  listAt(profile, 'storageProfile', 'dataDisks').forEach((disk, index) => {
    const made = dataDiskName(set, instance, index + 2);
    const name = isFlexible(set) ? String(disk['name'] ?? made) : made;
    const lun = Number(disk['lun'] ?? 0);
    if (!detached.has(lun)) disks.push(dataDisk(disk, name, groupId, true));
  });
  for (const disk of listAt(own, 'dataDisks')) {
    disks.push(dataDisk(disk, String(disk['name'] ?? ''), groupId, false));
  }
  return disks.toSorted((a, b) => a.lun - b.lun);
}

/** Of a disk that was made for a machine by its number; those of the model are counted from 2. */
export function ownDiskName(set: ScaleSetModelView, instance: Instance, lun: number): string {
  return dataDiskName(set, instance, OWN_DISKS_FROM + lun);
}

function dataDiskName(set: ScaleSetModelView, instance: Instance, disk: number): string {
  return isFlexible(set)
    ? flexibleDiskName(instance.name, instance.vmId, disk)
    : diskName(set.genesis.name, instance.instanceId, instance.vmId, disk);
}

function isFlexible({ facts }: ScaleSetModelView): boolean {
  return facts.orchestrationMode === 'Flexible';
}

const OWN_DISKS_FROM = 100;

/** The address of a managed disk in the group of the set. */
export function managedDiskId(groupId: string, name: string): string {
  return `${groupId}/providers/Microsoft.Compute/disks/${name}`;
}

function dataDisk(disk: JsonObject, name: string, groupId: string, ofModel: boolean): DataDisk {
  const managedDisk = disk['managedDisk'];
  const shown =
    managedDisk === undefined
      ? { ...disk, name }
      : {
          ...disk,
          name,
          managedDisk: {
            ...objectAt(disk, 'managedDisk'),
            id: objectAt(disk, 'managedDisk')['id'] ?? managedDiskId(groupId, name),
          },
        };
  return {
    name,
    lun: Number(disk['lun'] ?? 0),
    ofModel,
    shown: inOrder(shown, ['lun', 'name', 'createOption', 'caching', '*']),
  };
}
