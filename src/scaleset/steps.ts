import { type Instant, invariant, NEVER } from '../base/index.ts';
import { type Failure } from '../faults/index.ts';
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
  IDLE,
  INSTALL_EXTENSION,
  MODIFY,
  phaseOfAction,
  POWER_OFF,
  PROVISION_OS,
  REDEPLOY,
  REIMAGE,
  REIMAGE_ALL,
  RESTART,
  RUN_COMMAND,
  RUNNING,
  START,
  STARTING,
  STOPPED,
  STOPPING,
  UPDATE,
  UPDATING,
} from './codes.ts';
import {
  failUnsettledExtensions,
  hasExtensionsToInstall,
  installNextExtension,
  markChangedExtensions,
  moveExtensions,
  moveToWantedProfile,
} from './extension-steps.ts';
import { claim, operationAt, release, releaseDeletion, setCapacity } from './operations.ts';
import { dropQueued, dropWork } from './drop-work.ts';
import { noteWorkEnded } from './health.ts';
import { machineTarget } from './machine-name.ts';
import { noteSleep } from './hibernation.ts';
import { forInstance, noteEnd } from './machine-failure.ts';
import { enterPhase, installingExtension, isSuppressed } from './phases.ts';
import { versionOfNext } from './priority-mix.ts';
import { beginAgain, endRetries, isRetried } from './resilience.ts';
import { abandonRunCommands } from './run-commands.ts';
import { dropAwaited, noteUpgraded } from './rolling.ts';
import type { ScaleSet } from './scale-set.ts';
import { isSuccessor } from './surge-pairs.ts';
import { leavePlace, noteGone } from './surge-places.ts';
import { arrive, awaitMachine, countShed, endShed } from './surplus-counts.ts';
import { immediateFailure } from './surplus-failure.ts';
import { endHold, endNotices, holdForNotice } from './scheduled-events.ts';
import {
  changeProfile,
  failureNumber,
  removeInstance,
  setPower,
  setState,
  setUpdating,
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
  const { instances } = set;
  claim(set, operation);
  if (phase === DELETE) {
    const other = leavePlace(set, slot, at);
    dropWork(set, slot, operation, at);
    beginPhase(set, slot, phase, operation, at);
    if (other !== -1) requestPhase(set, other, DELETE, operation, at);
    return;
  }
  if (instances.phase(slot) !== IDLE && instances.due(slot) !== NEVER) {
    dropQueued(set, slot, operation, at);
    instances.setQueued(slot, operation);
    return;
  }
  dropWork(set, slot, operation, at);
  beginPhase(set, slot, phase, operation, at);
}

/** Something that nobody asks for and that waits for nobody: whatever the machine does is over. */
export function forcePhase(
  set: ScaleSet,
  slot: number,
  phase: number,
  operation: number,
  at: Instant,
): void {
  claim(set, operation);
  dropWork(set, slot, operation, at);
  set.instances.setOperation(slot, operation);
  startPhase(set, slot, phase, at);
}

/** Places a new instance in an empty slot at the end of the columns. */
export function spawnInstance(
  set: ScaleSet,
  operation: number,
  at: Instant,
  zone: number,
  version: number = versionOfNext(set),
): void {
  const { instances } = set;
  const slot = instances.add(set.nextInstanceId, at);
  set.nextInstanceId += 1;
  claim(set, operation);
  instances.setOperation(slot, operation);
  changeProfile(set, slot, version);
  if (zone !== 0) instances.setZone(slot, zone);
  setState(set, slot, CREATING);
  if (!isSuccessor(set, slot)) awaitMachine(set, slot);
  enterPhase(set, slot, ALLOCATE, at);
}

/** Deletes a machine that nobody needs: whoever waits for it has waited enough. */
export function shedInstance(set: ScaleSet, slot: number, operation: number, at: Instant): void {
  claim(set, operation);
  const other = leavePlace(set, slot, at);
  dropWork(set, slot, null, at);
  // Nobody has begun to use it, so it is not told. Inferred.
  set.instances.setOperation(slot, operation);
  startPhase(set, slot, DELETE, at);
  countShed(set, slot);
  if (other !== -1) requestPhase(set, other, DELETE, operation, at);
}

/** Does what is due for an instance whose step ends at `at`. */
export function completePhase(set: ScaleSet, slot: number, at: Instant): void {
  const { instances } = set;
  const fate = instances.fate(slot);
  if (fate !== 0) {
    instances.setFate(slot, 0);
    const failure = set.failures[fate - 1];
    invariant(failure !== undefined, 'a failure that lies ahead is in the list');
    failPhase(set, slot, at, failure);
    return;
  }
  if (set.notices.size > 0 && endHold(set, slot)) {
    startPhase(set, slot, instances.phase(slot), at);
    return;
  }
  if (set.retries.size > 0 && beginAgain(set, slot, at)) return;
  switch (instances.phase(slot)) {
    case ALLOCATE:
      setPower(set, slot, STARTING);
      enterPhase(set, slot, BOOT, at);
      return;
    case BOOT:
      setPower(set, slot, RUNNING);
      enterPhase(set, slot, PROVISION_OS, at);
      return;
    case INSTALL_EXTENSION:
      settleExtension(set, installingExtension(set, slot), slot, at, false);
      installNextExtension(set, slot, at, instances.extensionPosition(slot) + 1);
      return;
    case COMPLETE:
      finishWork(set, slot, at, null);
      return;
    case PROVISION_OS:
      if (set.surplus?.sparesExtensions) arrive(set, slot);
      installNextExtension(set, slot, at);
      return;
    case START:
    case REIMAGE:
    case REIMAGE_ALL:
      setPower(set, slot, RUNNING);
      installNextExtension(set, slot, at);
      return;
    case UPDATE:
      moveToWantedProfile(set, slot);
      installNextExtension(set, slot, at);
      return;
    case POWER_OFF:
      if (instances.power(slot) === STOPPING) setPower(set, slot, STOPPED);
      finishWork(set, slot, at, null);
      return;
    case RESTART:
    case REDEPLOY:
      setPower(set, slot, RUNNING);
      finishInstallations(set, slot, at);
      return;
    case MODIFY:
    case RUN_COMMAND:
      finishInstallations(set, slot, at);
      return;
    case DEALLOCATE:
      setPower(set, slot, DEALLOCATED);
      finishWork(set, slot, at, null);
      return;
    case DELETE: {
      const operation = instances.operation(slot);
      const instanceId = instances.instanceId(slot);
      instances.setOperation(slot, 0);
      instances.setPhase(slot, IDLE);
      if (set.runCommands.size > 0) abandonRunCommands(set, instanceId, at);
      endShed(set, slot);
      removeInstance(set, slot);
      if (set.surge.retiring.size > 0) noteGone(set, instanceId, at);
      release(set, operation, at, null);
      releaseDeletion(set, at, null);
      return;
    }
    default:
      invariant(false, `an instance has something due in phase ${instances.phase(slot)}`);
  }
}

/** An installation that hung is begun anew on a machine that runs. */
function finishInstallations(set: ScaleSet, slot: number, at: Instant): void {
  const canRun = set.instances.power(slot) === RUNNING;
  if (canRun && hasExtensionsToInstall(set, slot)) installNextExtension(set, slot, at);
  else finishWork(set, slot, at, null);
}

function beginPhase(
  set: ScaleSet,
  slot: number,
  phase: number,
  operation: number,
  at: Instant,
): void {
  set.instances.setOperation(slot, operation);
  if (holdForNotice(set, slot, { phase, operation }, at)) return;
  startPhase(set, slot, phase, at);
}

/** Lets a machine do what was held back for it, which it said yes to. */
export function releaseHold(set: ScaleSet, slot: number, at: Instant): void {
  if (endHold(set, slot)) startPhase(set, slot, set.instances.phase(slot), at);
}

function startPhase(set: ScaleSet, slot: number, phase: number, at: Instant): void {
  const { instances } = set;
  const power = instances.power(slot);
  if (set.retries.size > 0) set.retries.delete(instances.instanceId(slot));
  if (set.hibernated.size > 0 || phase === DEALLOCATE) noteSleep(set, slot, phase);
  if (phase === DELETE) {
    dropAwaited(set, slot, at);
    setState(set, slot, DELETING);
    moveExtensions(set, slot, DELETING);
  } else {
    setUpdating(set, slot, phase);
    if (phase === START && power !== RUNNING) setPower(set, slot, STARTING);
    if (phase === POWER_OFF && (power === RUNNING || power === STARTING)) {
      setPower(set, slot, STOPPING);
    }
    if (phase === DEALLOCATE && power !== DEALLOCATED) setPower(set, slot, DEALLOCATING);
    if (phase === REIMAGE || phase === REIMAGE_ALL) moveExtensions(set, slot, UPDATING);
    if (phase === UPDATE) markChangedExtensions(set, slot);
  }
  enterPhase(set, slot, phase, at);
}

function failPhase(set: ScaleSet, slot: number, at: Instant, template: Failure): void {
  const { instances } = set;
  if (isRetried(set, slot, template, at)) return;
  const isInstalling = instances.phase(slot) === INSTALL_EXTENSION;
  let failure = template;
  if (isInstalling) {
    const extension = installingExtension(set, slot);
    settleExtension(set, extension, slot, at, true);
    failure = {
      ...template,
      message: template.message.replaceAll('{extension}', () => extension.name),
    };
    if (isSuppressed(set, slot)) {
      const number = failureNumber(set, failure) + 1;
      extension.suppressed.set(instances.instanceId(slot), number);
      installNextExtension(set, slot, at);
      return;
    }
  }
  const wasLeaving = instances.phase(slot) === DELETE;
  failUnsettledExtensions(set, slot, at);
  finishWork(set, slot, at, failure);
  if (!wasLeaving) return;
  endShed(set, slot);
  if (!set.deleting) setCapacity(set, set.activeCount + 1);
  releaseDeletion(set, at, {
    ...forInstance(set, slot, failure),
    target: machineTarget(set, instances.instanceId(slot)),
  });
}

/** Ends what the instance was doing, and begins what it was asked for meanwhile. */
function finishWork(set: ScaleSet, slot: number, at: Instant, failure: Failure | null): void {
  const { instances } = set;
  const operation = instances.operation(slot);
  const phase = instances.phase(slot);
  instances.setOperation(slot, 0);
  instances.setPhase(slot, IDLE);
  if (set.retries.size > 0) endRetries(set, slot, failure);
  settle(set, slot, at, failure);
  if (set.notices.size > 0) endNotices(set, instances.instanceId(slot), operation);
  if (set.health !== null) noteWorkEnded(set, slot, { phase, operation, failure }, at);
  release(
    set,
    operation,
    at,
    failure === null
      ? null
      : immediateFailure(set, slot, operation, {
          ...forInstance(set, slot, failure),
          target: machineTarget(set, instances.instanceId(slot)),
        }),
  );
  noteEnd(set, slot, operation, at, failure);
  if (operation === set.rolling?.operation) {
    noteUpgraded(set, slot, at, failure === null ? 'upgraded' : forInstance(set, slot, failure));
  }
  const queued = instances.queued(slot);
  if (queued === 0) return;
  instances.setQueued(slot, 0);
  const next = operationAt(set, queued);
  beginPhase(set, slot, next?.action ? phaseOfAction(next.action) : UPDATE, queued, at);
}
