import type { Instant } from '../base/index.ts';
import {
  COMPLETE,
  CREATING,
  DELETING,
  FAILED,
  INSTALL_EXTENSION,
  NONE,
  RUNNING,
  SUCCEEDED,
  UPDATING,
} from './codes.ts';
import { enterPhase, latestProfile, profileOf } from './phases.ts';
import { latestVersionFor } from './priority-mix.ts';
import { keepPrevious, rollbackTarget } from './rollback.ts';
import type { ExtensionColumn, ScaleSet } from './scale-set.ts';
import { changeProfile, setExtensionState, settleExtension } from './transitions.ts';

/**
 * Goes on with the first extension, in the order of installation, that has not settled; without one
 * the work is complete. On a machine that is not running they wait as creating.
 *
 * @param first All before this position have settled.
 */
export function installNextExtension(set: ScaleSet, slot: number, at: Instant, first = 0): void {
  const { instances } = set;
  const profile = profileOf(set, slot);
  const canRun = instances.power(slot) === RUNNING;
  for (let position = first; position < profile.order.length; position += 1) {
    const extension = set.extensions[profile.order[position] as number] as ExtensionColumn;
    const state = extension.state[slot];
    if (state === SUCCEEDED || state === FAILED) continue;
    if (state === NONE) setExtensionState(set, extension, slot, CREATING);
    if (!canRun) continue;
    instances.setExtensionPosition(slot, position);
    enterPhase(set, slot, INSTALL_EXTENSION, at);
    return;
  }
  enterPhase(set, slot, COMPLETE, at);
}

/** Whether `installNextExtension` has something to install. */
export function hasExtensionsToInstall(set: ScaleSet, slot: number): boolean {
  for (const index of profileOf(set, slot).order) {
    const state = (set.extensions[index] as ExtensionColumn).state[slot];
    if (state !== SUCCEEDED && state !== FAILED) return true;
  }
  return false;
}

/** Extensions that were under way have failed with their machine; nobody goes on with them. */
export function failUnsettledExtensions(set: ScaleSet, slot: number, at: Instant): void {
  const isRunning = set.instances.power(slot) === RUNNING;
  for (const extension of set.extensions) {
    const state = extension.state[slot];
    // Those that wait for the machine to run still do.
    if (state === UPDATING || state === DELETING || (state === CREATING && isRunning)) {
      settleExtension(set, extension, slot, at, true);
    }
  }
}

/** Gives every extension of an instance the same state. */
export function moveExtensions(set: ScaleSet, slot: number, state: number): void {
  for (const extension of set.extensions) {
    if (extension.state[slot] !== NONE) setExtensionState(set, extension, slot, state);
  }
}

/** Extensions that the wanted model has changed are updating, those that it has not are going. */
export function markChangedExtensions(set: ScaleSet, slot: number): void {
  const before = profileOf(set, slot);
  const after = rollbackTarget(set, slot) ?? latestProfile(set);
  set.extensions.forEach((extension, index) => {
    if (extension.state[slot] === NONE) return;
    const wanted = after.definitions.get(index);
    if (wanted === undefined) setExtensionState(set, extension, slot, DELETING);
    else if (wanted !== before.definitions.get(index) || extension.state[slot] === FAILED) {
      setExtensionState(set, extension, slot, UPDATING);
    }
  });
}

/**
 * Brings an instance to the latest model, or back to the one it is rolled back to; extensions that it
 * no longer has are gone.
 */
export function moveToWantedProfile(set: ScaleSet, slot: number): void {
  if (set.rolling?.rollsBack) keepPrevious(set, slot);
  // Again, as the model may be newer than the one that the update began with.
  markChangedExtensions(set, slot);
  const target = rollbackTarget(set, slot);
  const before = set.instances.profile(slot);
  changeProfile(set, slot, target?.version ?? latestVersionFor(set, before));
  const { definitions } = target ?? latestProfile(set);
  set.extensions.forEach((extension, index) => {
    if (extension.state[slot] !== NONE && !definitions.has(index)) {
      setExtensionState(set, extension, slot, NONE);
    }
  });
}
