import { invariant, type Instant } from '../base/index.ts';
import { type Failure, failures } from '../faults/index.ts';
import { DELETING, FAILED, IDLE, NONE, SUCCEEDED, UPDATING } from './codes.ts';
import { isRegularVersion } from './priority-mix.ts';
import { forgetHealth } from './health-column.ts';
import type { ExtensionColumn, Profile, ScaleSet } from './scale-set.ts';
import { countMove } from './surplus-counts.ts';

/** Different failures of a set: a record holds their numbers in 16 bits. */
const FAILURES_MAX = 60_000;

/**
 * The only functions that change a state, an action or a power. The counters move here and nowhere else, so that a counter
 * always equals a recount.
 */
export function setState(set: ScaleSet, slot: number, state: number): void {
  const before = set.instances.state(slot);
  if (before === state) return;
  if (set.surplus !== null) countMove(set, set.surplus, slot, state);
  set.instances.setState(slot, state);
  const counts = set.counts;
  counts[before] = (counts[before] as number) - 1;
  counts[state] = (counts[state] as number) + 1;
  set.viewVersion += 1;
  if (before === UPDATING) setAction(set, slot, IDLE);
  if (set.observer !== null) set.observer.changed(set, slot, state);
  if (isRegularVersion(set.instances.profile(slot))) {
    set.regularCount += Number(isActive(state)) - Number(isActive(before));
  }
}

/** What an instance is asked for that is there already: `phase` is the step that this begins with. */
export function setUpdating(set: ScaleSet, slot: number, phase: number): void {
  setState(set, slot, UPDATING);
  setAction(set, slot, phase);
}

function setAction(set: ScaleSet, slot: number, action: number): void {
  const before = set.instances.action(slot);
  if (before === action) return;
  set.instances.setAction(slot, action);
  const counts = set.actionCounts;
  counts[before] = (counts[before] as number) - 1;
  counts[action] = (counts[action] as number) + 1;
}

/** No view that clients keep shows the power of all, so `viewVersion` stays. */
export function setPower(set: ScaleSet, slot: number, power: number): void {
  const before = set.instances.power(slot);
  if (before === power) return;
  set.instances.setPower(slot, power);
  const counts = set.powerCounts;
  counts[before] = (counts[before] as number) - 1;
  counts[power] = (counts[power] as number) + 1;
}

function isActive(state: number): boolean {
  return state !== NONE && state !== DELETING;
}

export function setExtensionState(
  set: ScaleSet,
  extension: ExtensionColumn,
  slot: number,
  state: number,
): void {
  const before = extension.state[slot] as number;
  if (before === state) return;
  extension.state[slot] = state;
  if (before === FAILED) extension.suppressed.delete(set.instances.instanceId(slot));
  const counts = extension.counts;
  counts[before] = (counts[before] as number) - 1;
  counts[state] = (counts[state] as number) + 1;
  set.viewVersion += 1;
  set.observer?.extensionChanged(set, slot, extension.name, before, state);
}

export function settle(set: ScaleSet, slot: number, at: Instant, failure: Failure | null): void {
  const { instances } = set;
  setState(set, slot, failure === null ? SUCCEEDED : FAILED);
  instances.setSettledAt(slot, at);
  instances.setFailure(slot, failure === null ? 0 : failureNumber(set, failure) + 1);
}

export function settleExtension(
  set: ScaleSet,
  extension: ExtensionColumn,
  slot: number,
  at: Instant,
  isFailed: boolean,
): void {
  setExtensionState(set, extension, slot, isFailed ? FAILED : SUCCEEDED);
  extension.settledAt[slot] = at;
}

/** Takes an instance out of everything that counts it; its slot stays empty. */
export function removeInstance(set: ScaleSet, slot: number): void {
  const { instances } = set;
  if (set.own.size > 0) set.own.delete(instances.instanceId(slot));
  if (set.vmExtensions.size > 0) set.vmExtensions.delete(instances.instanceId(slot));
  if (set.hibernated.size > 0) set.hibernated.delete(instances.instanceId(slot));
  if (set.retries.size > 0) set.retries.delete(instances.instanceId(slot));
  if (set.stuck.size > 0) set.stuck.delete(instances.instanceId(slot));
  if (set.down.size > 0) set.down.delete(instances.instanceId(slot));
  if (set.notices.size > 0) set.notices.delete(instances.instanceId(slot));
  set.names.delete(instances.instanceId(slot));
  for (const extension of set.extensions) setExtensionState(set, extension, slot, NONE);
  if (set.health !== null) forgetHealth(set.health, slot, instances.instanceId(slot));
  changeProfile(set, slot, 0);
  setState(set, slot, NONE);
  setPower(set, slot, 0);
  instances.setFailure(slot, 0);
}

/** All machines that there are, also those that are being deleted. */
export function countInstances(set: ScaleSet): number {
  return set.counts.reduce((sum, count, state) => (state === NONE ? sum : sum + count), 0);
}

/** Moves an instance to a version of the model (0: none); versions that nobody has or may be brought back to are dropped. */
export function changeProfile(set: ScaleSet, slot: number, version: number): void {
  const before = set.instances.profile(slot);
  if (before === version) return;
  set.instances.setProfile(slot, version);
  if (version !== 0) {
    const profile = set.profiles.get(version);
    invariant(
      profile !== undefined,
      'an instance is brought to a version of the model that is kept',
    );
    profile.instanceCount += 1;
  }
  if (before === 0) return;
  const left = set.profiles.get(before);
  invariant(left !== undefined, 'the version of an instance is kept');
  left.instanceCount -= 1;
  if (left.instanceCount === 0) dropUnused(set, left);
}

/** Keeps a version that somebody may be brought back to, although no instance has it. */
export function holdProfile(set: ScaleSet, version: number): void {
  const profile = set.profiles.get(version);
  invariant(profile !== undefined, 'a version that is to be kept is there');
  profile.heldCount += 1;
}

/** The other half of `holdProfile`. */
export function letProfileGo(set: ScaleSet, version: number): void {
  const profile = set.profiles.get(version);
  invariant(profile !== undefined && profile.heldCount > 0, 'the version that was kept is there');
  profile.heldCount -= 1;
  if (profile.instanceCount === 0) dropUnused(set, profile);
}

function dropUnused(set: ScaleSet, profile: Profile): void {
  if (profile.heldCount > 0 || profile.version === set.latestProfile) return;
  set.profiles.delete(profile.version);
  // One of the same number may be laid out again.
  if (set.recentProfile === profile) set.recentProfile = null;
}

/** The number of a failure in the set's list, where it stands once. */
export function failureNumber(set: ScaleSet, failure: Failure): number {
  const known = set.failures.findIndex(
    ({ code, message }) => code === failure.code && message === failure.message,
  );
  if (known !== -1) return known;
  // The list is as long as the life cycles of the set have different failures, some hundred at most;
  // somebody who writes new ones for ever gets a general one rather than another's.
  if (set.failures.length >= FAILURES_MAX && failure !== failures.internalExecutionError) {
    return failureNumber(set, failures.internalExecutionError);
  }
  set.failures.push({ code: failure.code, message: failure.message });
  return set.failures.length - 1;
}
