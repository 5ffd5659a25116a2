import { guidFrom, hashText } from '../../../base/index.ts';

/**
 * Names that the service makes up for an instance. All are drawn from what the instance is, so they
 * are the same at every reading and after every restart.
 */

/** Prefix plus the instance id as six digits of base 36: `web000000`, `web00000A`. */
export function computerName(prefix: string, instanceId: number): string {
  return prefix + instanceId.toString(36).toUpperCase().padStart(6, '0');
}

/** All there are of six digits of base 36. */
const COMPUTER_NUMBERS = 36 ** 6;
/** Has no divisor with them in common, so that no two machines of a set get the same digits. */
const COMPUTER_STRIDE = 2_654_435;

/** Six digits that look drawn: machines of a Flexible set do not show their number. */
export function flexibleComputerName(prefix: string, uniqueId: string, instanceId: number): string {
  const first = hashText(uniqueId, 0x686f_7374);
  return computerName(prefix, (first + instanceId * COMPUTER_STRIDE) % COMPUTER_NUMBERS);
}

/**
 * The network interface of a machine of a Flexible set: `nic-7e7a1eef` (R: azure-cli,
 * test_create_flexible_vmss_by_default.yaml). That the digits are those of the machine is inferred.
 */
export function flexibleNicName(configuration: string, machine: string): string {
  return `${configuration}-${machine.slice(-8)}`;
}

/** A disk of a machine of a Flexible set. Source: Microsoft's page "Modify a scale set", az vm show. */
export function flexibleDiskName(machine: string, vmId: string, disk: number): string {
  return `${machine}_disk${disk}_${diskSuffix(vmId, disk)}`;
}

/** A placement group holds up to 100 machines; a set with a single one has the same for all. */
const PLACEMENT_GROUP_SIZE = 100;

export function placementGroupId(
  uniqueId: string,
  singlePlacementGroup: boolean,
  instanceId: number,
): string {
  const group = singlePlacementGroup ? 0 : Math.floor(instanceId / PLACEMENT_GROUP_SIZE);
  return guidFrom(hashText(uniqueId, 0x7067), group);
}

/** Update domains and fault domains of a set. */
export const DOMAIN_COUNT = 5;

/** Instance n of a young set is in update and fault domain n mod 5 (1,008 of 1,017 recorded). */
export function domainOf(instanceId: number): number {
  return instanceId % DOMAIN_COUNT;
}

/** `{set}_{set}_{n}_OsDisk_1_` is at most this long; longer ones take the short form. */
const DISK_STEM_LIMIT = 44;
/** A managed disk's name is at most 80 characters, 32 of which are the random part. */
const SHORT_STEM_LIMIT = 40;

/** Disk 1 is the OS disk, data disks follow from 2. Source: shared/azure/vm-instance-view.md, "disks". */
export function diskName(setName: string, instanceId: number, vmId: string, disk: number): string {
  const kind = disk === 1 ? 'OsDisk_1' : `disk${disk}`;
  const stem = `${setName}_${setName}_${instanceId}_${kind}_`;
  if (stem.length <= DISK_STEM_LIMIT) return stem + diskSuffix(vmId, disk);
  const shortKind = disk === 1 ? '_OS__1_' : `_disk${disk}_`;
  return `${(setName + setName).slice(0, SHORT_STEM_LIMIT)}${shortKind}${diskSuffix(vmId, disk)}`;
}

/** The blob of an unmanaged OS disk. */
export function unmanagedDiskName(osDiskName: string, instanceId: number, vmId: string): string {
  return `${osDiskName}-os-${instanceId}-${diskSuffix(vmId, 1)}`;
}

function diskSuffix(vmId: string, disk: number): string {
  return guidFrom(hashText(vmId, 0x6469), disk).replaceAll('-', '');
}
