import { finish, type Instant, invariant, mix, NEVER } from '../base/index.ts';
import { type Failure, failures } from '../faults/index.ts';
import {
  ALLOCATE,
  BOOT,
  COMPLETE,
  CREATING,
  DEALLOCATE,
  DEALLOCATED,
  DEALLOCATING,
  DELETE,
  DELETING,
  FAILED,
  FINISH,
  IDLE,
  INSTALL_EXTENSION,
  NONE,
  phaseOfAction,
  POWER_OFF,
  PROVISION_OS,
  REDEPLOY,
  REIMAGE,
  REIMAGE_ALL,
  RESTART,
  RUNNING,
  START,
  STARTING,
  STOPPED,
  STOPPING,
  SUCCEEDED,
  UPDATE,
  UPDATING,
} from './codes.ts';
import { findFate } from './compiled-lifecycle.ts';
import { drawDuration } from './lifecycle.ts';
import {
  claim,
  noteFailure,
  openOperationAt,
  operationAt,
  release,
  setCapacity,
} from './operations.ts';
import { type ExtensionColumn, LONGEST_MICROS, type Profile, type ScaleSet } from './scale-set.ts';
import {
  changeProfile,
  removeInstance,
  setExtensionState,
  setState,
  settle,
  settleExtension,
} from './transitions.ts';

/**
 * Asks an instance for something. What it is doing already is finished first, and the newest wish
 * waits for that; only a deletion waits for nothing.
 */
export function requestPhase(
  set: ScaleSet,
  slot: number,
  phase: number,
  operation: number,
  at: Instant,
): void {
  const { columns, queue } = set;
  claim(set, operation);
  if (phase === DELETE) {
    dropWork(set, slot, at);
    beginPhase(set, slot, phase, operation, at);
    return;
  }
  if (columns.phase[slot] !== IDLE && queue.due[slot] !== NEVER) {
    dropQueued(set, slot, at);
    columns.queued[slot] = operation;
    return;
  }
  dropWork(set, slot, at);
  beginPhase(set, slot, phase, operation, at);
}

/** Places a new instance in an empty slot at the end of the columns. */
export function spawnInstance(set: ScaleSet, operation: number, at: Instant): void {
  const { columns } = set;
  const slot = columns.length;
  invariant(slot < columns.capacity, 'room for new instances is made when they are asked for');
  columns.length += 1;
  columns.instanceId[slot] = set.nextInstanceId;
  columns.createdAt[slot] = at;
  set.nextInstanceId += 1;
  claim(set, operation);
  columns.operation[slot] = operation;
  changeProfile(set, slot, set.latestProfile);
  setState(set, slot, CREATING);
  enterPhase(set, slot, ALLOCATE, at);
}

/** Does what is due for an instance whose step ends at `at`. */
export function completePhase(set: ScaleSet, slot: number, at: Instant): void {
  const { columns } = set;
  const fate = columns.fate[slot] as number;
  if (fate !== 0) {
    columns.fate[slot] = 0;
    const rule = set.lifecycle.source.faults[fate - 1];
    failPhase(set, slot, at, rule?.failure ?? failures.internalExecutionError);
    return;
  }
  switch (columns.phase[slot]) {
    case ALLOCATE:
      columns.power[slot] = STARTING;
      enterPhase(set, slot, BOOT, at);
      return;
    case BOOT:
      columns.power[slot] = RUNNING;
      enterPhase(set, slot, PROVISION_OS, at);
      return;
    case INSTALL_EXTENSION:
      settleExtension(set, installingExtension(set, slot), slot, at, false);
      installNextExtension(set, slot, at);
      return;
    case COMPLETE:
      finishWork(set, slot, at, null);
      return;
    case PROVISION_OS:
      installNextExtension(set, slot, at);
      return;
    case START:
    case REIMAGE:
    case REIMAGE_ALL:
      columns.power[slot] = RUNNING;
      installNextExtension(set, slot, at);
      return;
    case UPDATE:
      moveToLatestProfile(set, slot);
      installNextExtension(set, slot, at);
      return;
    case POWER_OFF:
      if (columns.power[slot] === STOPPING) columns.power[slot] = STOPPED;
      finishWork(set, slot, at, null);
      return;
    case RESTART:
    case REDEPLOY:
      columns.power[slot] = RUNNING;
      finishWork(set, slot, at, null);
      return;
    case DEALLOCATE:
      columns.power[slot] = DEALLOCATED;
      finishWork(set, slot, at, null);
      return;
    case DELETE: {
      const operation = columns.operation[slot] as number;
      columns.operation[slot] = 0;
      columns.phase[slot] = IDLE;
      removeInstance(set, slot);
      release(set, operation, at, null);
      releaseDeletion(set, at, null);
      return;
    }
    default:
      invariant(false, `an instance has something due in phase ${columns.phase[slot]}`);
  }
}

/** The life cycle's length of the set's own part of an operation. */
export function finishDelay(set: ScaleSet, operation: number): number {
  return drawDuration(set.lifecycle.durations[FINISH], draw(set, -1, operation, FINISH, 0));
}

function beginPhase(
  set: ScaleSet,
  slot: number,
  phase: number,
  operation: number,
  at: Instant,
): void {
  const { columns } = set;
  columns.operation[slot] = operation;
  const power = columns.power[slot];
  if (phase === DELETE) {
    setState(set, slot, DELETING);
    moveExtensions(set, slot, DELETING);
  } else {
    setState(set, slot, UPDATING);
    if (phase === START && power !== RUNNING) columns.power[slot] = STARTING;
    if (phase === POWER_OFF && (power === RUNNING || power === STARTING)) {
      columns.power[slot] = STOPPING;
    }
    if (phase === DEALLOCATE && power !== DEALLOCATED) columns.power[slot] = DEALLOCATING;
    if (phase === REIMAGE || phase === REIMAGE_ALL) moveExtensions(set, slot, UPDATING);
    if (phase === UPDATE) markChangedExtensions(set, slot);
  }
  enterPhase(set, slot, phase, at);
}

function enterPhase(set: ScaleSet, slot: number, phase: number, at: Instant): void {
  const { columns, lifecycle } = set;
  columns.phase[slot] = phase;
  const operation = columns.operation[slot] as number;
  const position = phase === INSTALL_EXTENSION ? (columns.extensionPosition[slot] as number) : 0;
  const chance = draw(set, columns.instanceId[slot] as number, operation, phase, position);
  let duration = drawDuration(
    phase === INSTALL_EXTENSION
      ? profileOf(set, slot).installationTimes[position]
      : lifecycle.durations[phase],
    chance,
  );
  const rules = lifecycle.faults[phase];
  if (rules !== null && rules !== undefined) {
    const fate = findFate(rules, {
      extension: phase === INSTALL_EXTENSION ? installingExtension(set, slot).name : null,
      instanceId: columns.instanceId[slot] as number,
      draw: finish(mix(chance, 1)),
    });
    if (fate?.rule.effect === 'hang') duration = NEVER;
    else if (fate) {
      columns.fate[slot] = fate.number + 1;
      duration = fate.rule.after ?? duration;
    }
  }
  if (duration === NEVER) return;
  const due = at + Math.min(duration, LONGEST_MICROS);
  set.queue.schedule(slot, due);
  const owner = openOperationAt(set, operation);
  if (owner !== undefined && owner.expectedEnd < due) owner.expectedEnd = due;
}

function installNextExtension(set: ScaleSet, slot: number, at: Instant): void {
  const { columns } = set;
  const profile = profileOf(set, slot);
  const canRun = columns.power[slot] === RUNNING;
  for (let position = 0; position < profile.order.length; position += 1) {
    const extension = set.extensions[profile.order[position] as number] as ExtensionColumn;
    const state = extension.state[slot];
    if (state === SUCCEEDED || state === FAILED) continue;
    if (state === NONE) setExtensionState(set, extension, slot, CREATING);
    if (!canRun) continue;
    columns.extensionPosition[slot] = position;
    enterPhase(set, slot, INSTALL_EXTENSION, at);
    return;
  }
  enterPhase(set, slot, COMPLETE, at);
}

function failPhase(set: ScaleSet, slot: number, at: Instant, template: Failure): void {
  const { columns } = set;
  const isInstalling = columns.phase[slot] === INSTALL_EXTENSION;
  let failure = template;
  if (isInstalling) {
    const extension = installingExtension(set, slot);
    settleExtension(set, extension, slot, at, true);
    failure = { ...template, message: template.message.replaceAll('{extension}', extension.name) };
  }
  const wasLeaving = columns.phase[slot] === DELETE;
  finishWork(set, slot, at, failure);
  if (!wasLeaving) return;
  moveExtensions(set, slot, FAILED);
  if (!set.deleting) setCapacity(set, set.activeCount + 1);
  releaseDeletion(set, at, {
    ...forInstance(set, slot, failure),
    target: String(columns.instanceId[slot]),
  });
}

/** Lets the deletion of the set end when no instance is left that is being deleted. */
function releaseDeletion(
  set: ScaleSet,
  at: Instant,
  failure: (Failure & { target: string }) | null,
): void {
  if (set.deletionOperation === 0) return;
  if (failure !== null) noteFailure(set, set.deletionOperation, failure);
  if (set.counts[DELETING] === 0) release(set, set.deletionOperation, at, null);
}

/** Ends what the instance was doing, and begins what it was asked for meanwhile. */
function finishWork(set: ScaleSet, slot: number, at: Instant, failure: Failure | null): void {
  const { columns } = set;
  const operation = columns.operation[slot] as number;
  columns.operation[slot] = 0;
  columns.phase[slot] = IDLE;
  settle(set, slot, at, failure);
  release(
    set,
    operation,
    at,
    failure === null
      ? null
      : { ...forInstance(set, slot, failure), target: String(columns.instanceId[slot]) },
  );
  const queued = columns.queued[slot] as number;
  if (queued === 0) return;
  columns.queued[slot] = 0;
  const next = operationAt(set, queued);
  const phase = next?.action ? phaseOfAction(next.action) : UPDATE;
  beginPhase(set, slot, phase, queued, at);
}

/** A failure with the machine's name filled in. */
export function forInstance(set: ScaleSet, slot: number, failure: Failure): Failure {
  if (!failure.message.includes('{vm}')) return failure;
  const name = `${set.genesis.name}_${set.columns.instanceId[slot]}`;
  return { code: failure.code, message: failure.message.replaceAll('{vm}', name) };
}

function dropWork(set: ScaleSet, slot: number, at: Instant): void {
  const { columns, queue } = set;
  dropQueued(set, slot, at);
  const operation = columns.operation[slot] as number;
  columns.operation[slot] = 0;
  columns.fate[slot] = 0;
  columns.phase[slot] = IDLE;
  if (queue.due[slot] !== NEVER) queue.schedule(slot, NEVER);
  if (operation !== 0) release(set, operation, at, failures.operationPreempted);
}

function dropQueued(set: ScaleSet, slot: number, at: Instant): void {
  const queued = set.columns.queued[slot] as number;
  if (queued === 0) return;
  set.columns.queued[slot] = 0;
  release(set, queued, at, failures.operationPreempted);
}

function moveExtensions(set: ScaleSet, slot: number, state: number): void {
  for (const extension of set.extensions) {
    if (extension.state[slot] !== NONE) setExtensionState(set, extension, slot, state);
  }
}

/** Extensions that the latest model has changed are updating, those that it has not are going. */
function markChangedExtensions(set: ScaleSet, slot: number): void {
  const before = profileOf(set, slot);
  const after = latestProfile(set);
  set.extensions.forEach((extension, index) => {
    if (extension.state[slot] === NONE) return;
    const wanted = after.definitions.get(index);
    if (wanted === undefined) setExtensionState(set, extension, slot, DELETING);
    else if (wanted !== before.definitions.get(index) || extension.state[slot] === FAILED) {
      setExtensionState(set, extension, slot, UPDATING);
    }
  });
}

function moveToLatestProfile(set: ScaleSet, slot: number): void {
  changeProfile(set, slot, set.latestProfile);
  const { definitions } = latestProfile(set);
  set.extensions.forEach((extension, index) => {
    if (extension.state[slot] !== NONE && !definitions.has(index)) {
      setExtensionState(set, extension, slot, NONE);
    }
  });
}

function installingExtension(set: ScaleSet, slot: number): ExtensionColumn {
  const index = profileOf(set, slot).order[set.columns.extensionPosition[slot] as number];
  const extension = set.extensions[index ?? -1];
  invariant(extension !== undefined, 'an extension that is being installed has a column');
  return extension;
}

function profileOf(set: ScaleSet, slot: number): Profile {
  const profile = set.profiles.get(set.columns.profile[slot] as number);
  invariant(profile !== undefined, 'the version of an instance is kept');
  return profile;
}

export function latestProfile(set: ScaleSet): Profile {
  const profile = set.profiles.get(set.latestProfile);
  invariant(profile !== undefined, 'the latest version of the model is kept');
  return profile;
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
