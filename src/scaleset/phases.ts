import { finish, type Instant, invariant, type Micros, mix, NEVER } from '../base/index.ts';
import { type ArmedFault, type FaultRule, failures } from '../faults/index.ts';
import { meetFault } from './armed.ts';
import { FINISH, INSTALL_EXTENSION } from './codes.ts';
import { findFate } from './compiled-lifecycle.ts';
import { drawDuration, LONGEST_MICROS } from './lifecycle.ts';
import { openOperationAt } from './operations.ts';
import { isLatestVersion } from './priority-mix.ts';
import type { ExtensionColumn, Profile, ScaleSet } from './scale-set.ts';
import { failureNumber } from './transitions.ts';

/** Begins a step: draws how long it takes and how it ends, and puts its end on the due queue. */
export function enterPhase(set: ScaleSet, slot: number, phase: number, at: Instant): void {
  const { instances, lifecycle } = set;
  const before = instances.phase(slot);
  instances.setPhase(slot, phase);
  const operation = instances.operation(slot);
  const instanceId = instances.instanceId(slot);
  const profile = phase === INSTALL_EXTENSION ? profileOf(set, slot) : null;
  const position = profile === null ? 0 : instances.extensionPosition(slot);
  const attempt = set.retries.size > 0 ? attemptOf(set, instanceId) : 0;
  const chance = draw(set, instanceId, operation, phase, attempt + position);
  let duration = drawDuration(
    profile === null ? lifecycle.durations[phase] : profile.installationTimes[position],
    chance,
  );
  if (set.stuck.size > 0) set.stuck.delete(instanceId);
  const rules = lifecycle.faults[phase] ?? null;
  // Nearly always nothing can go wrong, and then nobody asks for a name.
  if (rules !== null || set.armed.faults.length > 0) {
    duration = meetFate(set, slot, { phase, rules, chance, duration }, at);
  }
  const budget = profile === null ? null : profile.facts.extensionsTimeBudget;
  if (budget !== null) {
    // Extensions that are installed one after the other share it.
    if (before !== INSTALL_EXTENSION) instances.setExtensionsEnd(slot, at + budget);
    duration = withinBudget(set, slot, at, duration);
  }
  if (duration === NEVER) return;
  const due = at + Math.min(duration, LONGEST_MICROS);
  set.queue.schedule(slot, due);
  const owner = openOperationAt(set, operation);
  if (owner !== undefined && owner.expectedEnd < due) owner.expectedEnd = due;
}

/** How long a step takes in which something can go wrong: a fault that lay in wait comes first. */
function meetFate(
  set: ScaleSet,
  slot: number,
  step: {
    readonly phase: number;
    readonly rules: readonly FaultRule[] | null;
    readonly chance: number;
    readonly duration: Micros;
  },
  at: Instant,
): Micros {
  const { phase, rules, chance, duration } = step;
  const extension = phase === INSTALL_EXTENSION ? installingExtension(set, slot).name : null;
  const armed =
    set.armed.faults.length > 0 ? meetFault(set, slot, { phase, extension }, at) : undefined;
  if (armed !== undefined) return underFault(set, slot, armed, { at, duration });
  if (rules === null) return duration;
  const fate = findFate(rules, {
    extension,
    instanceId: set.instances.instanceId(slot),
    draw: finish(mix(chance, 1)),
  });
  if (fate === undefined) return duration;
  if (fate.effect === 'hang') return NEVER;
  // The failure itself and not the rule: when it shows, the life cycle may be another one.
  set.instances.setFate(slot, failureNumber(set, fate.failure) + 1);
  return fate.after ?? duration;
}

/** How long a step takes that meets a fault that lay in wait. */
function underFault(
  set: ScaleSet,
  slot: number,
  { effect, failure, until, after }: ArmedFault,
  step: { readonly at: Instant; readonly duration: Micros },
): Micros {
  if (effect === 'hang') return until === null ? NEVER : Math.max(step.duration, until - step.at);
  if (failure === null) return step.duration;
  set.instances.setFate(slot, failureNumber(set, failure) + 1);
  return after ?? step.duration;
}

/** An installation that would take longer than the model leaves to it fails when that time is over. */
function withinBudget(set: ScaleSet, slot: number, at: Instant, duration: Micros): Micros {
  // What is tried again may begin when it is over.
  const left = Math.max(0, set.instances.extensionsEnd(slot) - at);
  if (duration <= left) return duration;
  set.instances.setFate(slot, failureNumber(set, failures.vmExtensionProvisioningTimeout) + 1);
  return left;
}

/** What is begun anew draws anew: beside the position of an extension, which is much smaller. */
function attemptOf({ retries }: ScaleSet, instanceId: number): number {
  return (retries.get(instanceId)?.attempt ?? 0) << 16;
}

/** The life cycle's length of the set's own part of an operation. */
export function finishDelay(set: ScaleSet, operation: number): number {
  return drawDuration(set.lifecycle.durations[FINISH], draw(set, -1, operation, FINISH, 0));
}

/** The life cycle's length of a step that belongs to an instance but is not what it is doing. */
export function stepDuration(
  set: ScaleSet,
  phase: number,
  instanceId: number,
  operation: number,
): Micros {
  const chance = draw(set, instanceId, operation, phase, 0);
  return Math.min(drawDuration(set.lifecycle.durations[phase], chance), LONGEST_MICROS);
}

/** The extension that the instance is installing. */
export function installingExtension(set: ScaleSet, slot: number): ExtensionColumn {
  const index = profileOf(set, slot).order[set.instances.extensionPosition(slot)];
  const extension = set.extensions[index ?? -1];
  invariant(extension !== undefined, 'an extension that is being installed has a column');
  return extension;
}

/** Whether a failure of the extension that is being installed is to stay its own. */
export function isSuppressed(set: ScaleSet, slot: number): boolean {
  const { suppressing } = profileOf(set, slot);
  return suppressing.length > 0 && suppressing.includes(set.instances.extensionPosition(slot));
}

/** The version of the model that the instance was last brought to. */
export function profileOf(set: ScaleSet, slot: number): Profile {
  const version = set.instances.profile(slot);
  if (set.recentProfile?.version === version) return set.recentProfile;
  const profile = set.profiles.get(version);
  invariant(profile !== undefined, 'the version of an instance is kept');
  set.recentProfile = profile;
  return profile;
}

/** Whether nothing of the set's model is left to be brought to an instance. */
export function isUpToDate(set: ScaleSet, slot: number): boolean {
  const version = set.instances.profile(slot);
  // A machine with a model of its own is never outdated by the set's.
  return version < 0 || isLatestVersion(set, version);
}

export function latestProfile(set: ScaleSet): Profile {
  const profile = set.profiles.get(set.latestProfile);
  invariant(profile !== undefined, 'the latest version of the model is kept');
  return profile;
}

/** 32 bits that belong to an instance, an operation and something that is no step. */
export function drawFor(
  set: ScaleSet,
  instanceId: number,
  operation: number,
  what: number,
): number {
  return draw(set, instanceId, operation, what, 0);
}

/** 32 bits that belong to an instance, an operation and a step, whatever else happens. */
function draw(
  set: ScaleSet,
  instanceId: number,
  operation: number,
  phase: number,
  position: number,
): number {
  return finish(mix(mix(mix(set.genesis.seed, instanceId), operation), (position << 8) | phase));
}
