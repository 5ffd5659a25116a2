import { armErrors } from '../../../arm/index.ts';
import { type JsonObject, sameName } from '../../../base/index.ts';
import type { DataDisk } from '../shapes/vm-disks.ts';
import { objectAt } from './json-path.ts';

/** What a machine has of data disks beside the set's model; nothing of it when it is as the model says. */
export interface OwnDisks {
  readonly dataDisks?: JsonObject[];
  readonly detachedLuns?: number[];
}

export interface DisksContext {
  /** What the machine has now. */
  readonly current: readonly DataDisk[];
  /** The model's, whether the machine still has them or not: their numbers. */
  readonly modelLuns: readonly number[];
  /** Of a disk that is made for the machine; `asked` is what the client calls it. */
  nameOf(lun: number, asked: string | undefined): string;
  /** The id of the machine that has this disk already; undefined when none has. */
  ownerOf(diskId: string): string | undefined;
}

/** As many as the largest sizes take (documented). */
const LUN_MAX = 63;

/** The disks that a machine is to have, as its own part; throws what Azure answers to what cannot be. */
export function ownDisks(wanted: readonly JsonObject[], context: DisksContext): OwnDisks {
  const luns = new Set<number>();
  const dataDisks: JsonObject[] = [];
  const kept = new Set<number>();
  for (const disk of wanted) {
    if (disk['toBeDetached'] === true) continue;
    const lun = readLun(disk, luns);
    const present = context.current.find((item) => item.lun === lun);
    if (present !== undefined && isSameDisk(disk, present)) {
      checkUnchanged(disk, present);
      if (present.ofModel) kept.add(lun);
      else dataDisks.push(present.shown);
    } else {
      dataDisks.push(newDisk(disk, lun, context));
    }
  }
  const detachedLuns = context.modelLuns.filter((lun) => !kept.has(lun));
  return {
    ...(dataDisks.length > 0 ? { dataDisks } : {}),
    ...(detachedLuns.length > 0 ? { detachedLuns } : {}),
  };
}

/** The first number that no disk has. */
export function freeLun(disks: readonly JsonObject[]): number {
  const luns = new Set(disks.map(({ lun }) => lun));
  for (let lun = 0; lun <= LUN_MAX; lun += 1) if (!luns.has(lun)) return lun;
  throw armErrors.invalidParameterValue('dataDisk.lun');
}

function readLun(disk: JsonObject, taken: Set<number>): number {
  const { lun } = disk;
  if (typeof lun !== 'number') throw armErrors.missingParameter('dataDisk.lun');
  // Twice the same number and one beyond: the frame is recorded, that it is used here is inferred.
  if (lun < 0 || lun > LUN_MAX || taken.has(lun)) {
    throw armErrors.invalidParameterValue('dataDisk.lun');
  }
  taken.add(lun);
  return lun;
}

/** A disk that names no resource is the one that is there. */
function isSameDisk(disk: JsonObject, present: DataDisk): boolean {
  const { id } = objectAt(disk, 'managedDisk');
  if (typeof id === 'string') {
    return sameName(id, String(objectAt(present.shown, 'managedDisk')['id'] ?? ''));
  }
  return disk['name'] === undefined || sameName(String(disk['name']), present.name);
}

function checkUnchanged(disk: JsonObject, present: DataDisk): void {
  for (const member of ['caching', 'diskSizeGB', 'createOption']) {
    const value = disk[member];
    const before = present.shown[member];
    if (value !== undefined && before !== undefined && value !== before) {
      throw armErrors.propertyChangeNotAllowed(`dataDisk.${member}`);
    }
  }
}

function newDisk(disk: JsonObject, lun: number, context: DisksContext): JsonObject {
  const { createOption, detachOption: _, toBeDetached: __, ...rest } = disk;
  const managedDisk = objectAt(disk, 'managedDisk');
  const caching = disk['caching'] ?? 'None';
  if (createOption === undefined) throw armErrors.missingParameter('dataDisk.createOption');
  if (createOption === 'Empty') {
    if (typeof disk['diskSizeGB'] !== 'number') {
      throw armErrors.missingParameter('dataDisk.diskSizeGB');
    }
    return {
      ...rest,
      createOption,
      caching,
      name: context.nameOf(lun, typeof disk['name'] === 'string' ? disk['name'] : undefined),
      managedDisk: { storageAccountType: 'Standard_LRS', ...managedDisk },
    };
  }
  if (createOption !== 'Attach') throw armErrors.invalidParameterValue('dataDisk.createOption');
  const { id } = managedDisk;
  if (typeof id !== 'string') throw armErrors.missingParameter('dataDisk.managedDisk.id');
  const name = DISK_ID.exec(id)?.[1];
  if (name === undefined) {
    throw armErrors.linkedInvalidPropertyId(
      id,
      'properties.storageProfile.dataDisks.managedDisk.id',
    );
  }
  const owner = context.ownerOf(id);
  if (owner !== undefined) throw armErrors.diskOwned(id, owner);
  return { ...rest, createOption, caching, name, managedDisk };
}

const DISK_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/disks\/([^/]+)$/i;
