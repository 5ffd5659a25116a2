import { invariant, isJsonObject, type JsonObject } from '../base/index.ts';
import { DELETING, NONE } from './codes.ts';
import { addProfile } from './create.ts';
import { readModelFacts } from './model-facts.ts';
import type { Profile, ScaleSet } from './scale-set.ts';
import type { PriorityMix } from './types.ts';

/**
 * Machines of regular priority in a Spot set with a priority mix are made of a model of their own: the
 * set's without its Spot members. That model's version is the set's plus this, so that a record needs
 * no bit for it, and quotas, views and evictions see what each machine is by its model alone.
 */
const REGULAR = 0x4000_0000;

/**
 * How many of so many machines are to be of regular priority (documented: "Spot Priority Mix"). How
 * the share is rounded is inferred: up, as availability is what the policy is for.
 */
export function regularTarget({ base, percentAbove }: PriorityMix, total: number): number {
  return total <= base ? total : base + Math.ceil(((total - base) * percentAbove) / 100);
}

/** How many machines of regular priority a model has among so many; null without a mix. */
export function regularShare(model: JsonObject, total: number): number | null {
  const { priorityMix } = readModelFacts(model);
  return priorityMix === null ? null : regularTarget(priorityMix, total);
}

/** The model of a set's machines of regular priority. */
export function regularModel(model: JsonObject): JsonObject {
  const properties = isJsonObject(model.properties) ? model.properties : {};
  const { virtualMachineProfile } = properties;
  const profile = isJsonObject(virtualMachineProfile) ? virtualMachineProfile : {};
  const { evictionPolicy: _, billingProfile: __, ...rest } = profile;
  return {
    ...model,
    properties: { ...properties, virtualMachineProfile: { ...rest, priority: 'Regular' } },
  };
}

/** The version of the model that the next machine is made of, so that the mix comes out right. */
export function versionOfNext(set: ScaleSet): number {
  const { priorityMix } = set.facts;
  if (priorityMix === null) return set.latestProfile;
  const active = countActive(set);
  const isRegular = set.regularCount < regularTarget(priorityMix, active + 1);
  return isRegular ? regularVersion(set) : set.latestProfile;
}

/** The version that a machine of this one is brought to by an update. */
export function latestVersionFor(set: ScaleSet, version: number): number {
  return isRegularVersion(version) ? regularVersion(set) : set.latestProfile;
}

/** Whether nothing of the set's model is left to be brought to a machine of this version. */
export function isLatestVersion(set: ScaleSet, version: number): boolean {
  return version === set.latestProfile || version === set.latestProfile + REGULAR;
}

/** Whether machines of this version have regular priority in a Spot set. */
export function isRegularVersion(version: number): boolean {
  return version >= REGULAR;
}

export interface Leavers {
  regular: number;
  spot: number;
}

/** How many of each priority have to go for so many to stay; null without a mix. */
export function leavers(set: ScaleSet, removed: number): Leavers | null {
  const { priorityMix } = set.facts;
  if (priorityMix === null) return null;
  const active = countActive(set);
  const left = regularTarget(priorityMix, active - removed);
  const regular = Math.min(removed, Math.max(0, set.regularCount - left));
  const spot = Math.min(removed - regular, active - set.regularCount);
  return { regular: removed - spot, spot };
}

/** Whether one of its priority is still to go; then it counts as gone. */
export function mayLeave(set: ScaleSet, slot: number, mix: Leavers | null): boolean {
  if (mix === null) return true;
  const kind = isRegularVersion(set.instances.profile(slot)) ? 'regular' : 'spot';
  if (mix[kind] === 0) return false;
  mix[kind] -= 1;
  return true;
}

function countActive({ counts }: ScaleSet): number {
  return counts.reduce(
    (sum, count, state) => (state === NONE || state === DELETING ? sum : sum + count),
    0,
  );
}

/** The latest model's version for regular priority; laid out when a machine needs it. */
function regularVersion(set: ScaleSet): number {
  const version = set.latestProfile + REGULAR;
  if (set.profiles.has(version)) return version;
  const latest = set.profiles.get(set.latestProfile);
  invariant(latest !== undefined, 'the latest version of the model is kept');
  const model = regularModel(latest.model);
  const profile: Profile = addProfile(set, version, model, readModelFacts(model));
  return profile.version;
}
