import { armErrors, type ArmRequest } from '../../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject } from '../../../base/index.ts';
import {
  findInstance,
  type Instance,
  listOwn,
  modelView,
  type ScaleSet,
  type ScaleSetModelView,
} from '../../../scaleset/index.ts';
import { isFlexibleSet, readPathInstance } from '../instance-ids.ts';
import { type DisksContext, type OwnDisks, ownDisks } from '../model/instance-disks.ts';
import { listAt, objectAt } from '../model/json-path.ts';
import { isAsShown } from './as-shown.ts';
import { scaleSetId } from '../paths.ts';
import { virtualMachineId } from '../shapes/flexible-vm.ts';
import { groupIdOf } from '../shapes/vm.ts';
import { dataDisksOf, ownDiskName } from '../shapes/vm-disks.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';

/** A machine that is to be changed, and what it is changed in. */
export interface Machine {
  readonly view: ScaleSetModelView;
  readonly instance: Instance;
  readonly setId: string;
}

/** The machine that a request names, in the set as a decision sees it. Throws NotFound. */
export function machineIn(set: ScaleSet, request: ArmRequest): Machine {
  const selection = readPathInstance(request.params['instanceId'] ?? '');
  const id = selection === 'all' || isFlexibleSet(set) ? undefined : selection[0];
  const instance = id === undefined ? undefined : findInstance(set, id);
  if (!instance) throw armErrors.instanceNotFound();
  const view = modelView(set);
  return { view, instance, setId: scaleSetId(request.params, view.genesis.name) };
}

/** The data disks that a machine has now, as they are shown. */
export function shownDisks({ view, instance, setId }: Machine): readonly JsonObject[] {
  return dataDisksOf(view, instance, profileOf(instance.model), groupIdOf(setId)).map(
    ({ shown }) => shown,
  );
}

/** What a machine has of its own when its data disks are these. */
export function withDisks(
  set: ScaleSet,
  machine: Machine,
  wanted: readonly JsonObject[],
): OwnDisks & JsonObject {
  const { view, instance, setId } = machine;
  const profile = profileOf(instance.model);
  const context: DisksContext = {
    current: dataDisksOf(view, instance, profile, groupIdOf(setId)),
    modelLuns: listAt(profile, 'storageProfile', 'dataDisks').map(({ lun }) => Number(lun ?? 0)),
    // A single machine's disk is made under the name that is asked for.
    nameOf: (lun, asked) =>
      (isFlexibleSet(set) ? asked : undefined) ?? ownDiskName(view, instance, lun),
    ownerOf: (diskId) => ownerOf(set, setId, diskId),
  };
  const { dataDisks: _, detachedLuns: __, ...others } = instance.own ?? {};
  return { ...others, ...ownDisks(wanted, context) };
}

/** What a machine has of its own when a client puts it like this. */
export function ownOf(set: ScaleSet, machine: Machine, sent: JsonObject): JsonObject {
  const properties = objectAt(sent, 'properties');
  const before = machine.instance.own ?? {};
  let own: JsonObject = { ...before };
  const { dataDisks } = objectAt(properties, 'storageProfile');
  if (Array.isArray(dataDisks)) {
    own = withDisks(set, machine, listAt(properties, 'storageProfile', 'dataDisks'));
  }
  const { tags } = sent;
  const shownTags = before['tags'] ?? machine.view.model['tags'] ?? {};
  if (tags !== undefined && !isAsShown(tags, shownTags, true)) own['tags'] = tags;
  for (const name of ['protectionPolicy', 'userData', 'licenseType'] as const) {
    const value = properties[name];
    if (value !== undefined) own[name] = value;
  }
  if (isJsonObject(own['protectionPolicy'])) {
    own['protectionPolicy'] = {
      ...objectAt(before, 'protectionPolicy'),
      ...own['protectionPolicy'],
    };
  }
  return own;
}

/** Only machines with something of their own are looked at, and few have anything. */
function ownerOf(set: ScaleSet, setId: string, diskId: string): string | undefined {
  const key = foldCase(diskId);
  for (const [instanceId, own] of listOwn(set)) {
    for (const disk of listAt(own, 'dataDisks')) {
      const { managedDisk } = disk as { managedDisk?: { id?: unknown } };
      if (foldCase(String(managedDisk?.id ?? '')) === key) {
        return isFlexibleSet(set)
          ? virtualMachineId(setId, findInstance(set, instanceId)?.name ?? '')
          : `${setId}/virtualMachines/${instanceId}`;
      }
    }
  }
  return undefined;
}
