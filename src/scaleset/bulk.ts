import { invariant, type Instant } from '../base/index.ts';
import { DELETE, DELETING, NONE, UPDATE } from './codes.ts';
import { isMigrated, migrateOne, type Migration } from './migration.ts';
import { isReporting, setHealth } from './health.ts';
import { release } from './operations.ts';
import { isProtectedFromSetActions } from './own.ts';
import { isUpToDate } from './phases.ts';
import { offerForRepair } from './repair-queue.ts';
import type { RepairScan } from './repairs.ts';
import { endJudgement, type HealthJudgement, judge } from './health-gate.ts';
import { aimBack, type RollbackTask } from './rollback.ts';
import {
  endReplacement,
  endSettlement,
  replaceOne,
  type Replacement,
  settleOne,
  type Settlement,
} from './replace.ts';
import { endScan, lookAt, type RollingScan } from './rolling.ts';
import { endRollback } from './rolling-end.ts';
import { type Shrink, shrinkOne } from './scale-in.ts';
import type { ScaleSet } from './scale-set.ts';
import { type EvictionScan, lookAtForWave } from './spontaneous-evictions.ts';
import { releaseStuck } from './apply-faults.ts';
import { requestPhase, spawnInstance } from './steps.ts';
import { recoverOne, type StrikeScan, strikeOne, type ZoneRecovery } from './strike.ts';
import { endTrim, isTrimmed, type Trim, trimOne } from './surplus.ts';
import { nextZone, surveyZone, type ZoneSurvey } from './zones.ts';

/**
 * Work on many instances, accepted as one. It is done in slices before anything that is due, so that
 * accepting it costs the same for ten instances and for a million.
 */
export type BulkTask = {
  readonly at: Instant;
  readonly operation: number;
} & (
  | RollingScan
  | Trim
  | EvictionScan
  | HealthJudgement
  | RollbackTask
  | RepairScan
  | Replacement
  | Settlement
  /** Of all machines that report by slot, or of those in a list by their place in it. */
  | {
      readonly kind: 'setHealth';
      readonly state: number;
      readonly instanceIds: readonly number[] | null;
      readonly end: number;
      slot: number;
    }
  | StrikeScan
  | ZoneRecovery
  /** Machines that hung by a fault that is no more. */
  | { readonly kind: 'release'; readonly instanceIds: readonly number[]; position: number }
  | Shrink
  | Migration
  | { readonly kind: 'spawn'; readonly survey: ZoneSurvey | null; remaining: number }
  | {
      readonly kind: 'list';
      readonly phase: number;
      readonly instanceIds: readonly number[];
      position: number;
    }
  | {
      readonly kind: 'all';
      readonly phase: number;
      /** Only instances that the latest model has not been applied to. */
      readonly outdatedOnly: boolean;
      /** Leaves machines alone that are protected from what is asked of the set. */
      readonly sparesProtected: boolean;
      readonly end: number;
      slot: number;
    }
);

/** Works on the oldest task for at most `budget` instances and says how many it looked at. */
export function workOnBulk(set: ScaleSet, budget: number): number {
  const task = set.bulk[0];
  invariant(task !== undefined, 'there is bulk work to do');
  const looked = workOnTask(set, task, budget);
  if (!isDone(task)) return looked;
  set.bulk.shift();
  if (task.kind === 'rollingScan') endScan(set, task);
  if (task.kind === 'trim') endTrim(set, task);
  if (task.kind === 'judgement') endJudgement(set, task);
  if (task.kind === 'replacement') endReplacement(set, task);
  if (task.kind === 'settle') endSettlement(set, task);
  if (task.kind === 'rollback' && set.rolling !== null) endRollback(set, set.rolling, task.at);
  release(set, task.operation, task.at, null);
  return looked;
}

function workOnTask(set: ScaleSet, task: BulkTask, budget: number): number {
  let looked = 0;
  switch (task.kind) {
    case 'spawn':
      for (; looked < budget && isLooking(task.survey); looked += 1) surveyZone(set, task.survey);
      for (; looked < budget && task.remaining > 0; looked += 1) {
        spawnInstance(set, task.operation, task.at, nextZone(task.survey));
        task.remaining -= 1;
      }
      return looked;
    case 'shrink':
      for (; looked < budget && task.remaining > 0; looked += 1) shrinkOne(set, task);
      return looked;
    case 'migrate':
      for (; looked < budget && !isMigrated(task); looked += 1) migrateOne(set, task);
      return looked;
    case 'list':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        const slot = set.instances.find(task.instanceIds[task.position] as number);
        invariant(slot !== -1, 'the instances of a list were there when it was accepted');
        task.position += 1;
        // It shares its place with another one of the list.
        if (task.phase === DELETE && set.instances.state(slot) === DELETING) continue;
        requestPhase(set, slot, task.phase, task.operation, task.at);
      }
      return looked;
    case 'rollingScan':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        lookAt(set, task, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'trim':
      for (; looked < budget && !isTrimmed(task); looked += 1) trimOne(set, task);
      return looked;
    case 'evictionScan':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        lookAtForWave(set, task, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'strike':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        strikeOne(set, task, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'zoneRecovery':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        recoverOne(set, task);
      }
      return looked;
    case 'release':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        const slot = set.instances.find(task.instanceIds[task.position] as number);
        releaseStuck(set, slot, task.at);
        task.position += 1;
      }
      return looked;
    case 'judgement':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        judge(set, task.instanceIds[task.position] as number);
        task.position += 1;
      }
      return looked;
    case 'rollback':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        const slot = aimBack(set, task.instanceIds[task.position] as number, task.operation);
        if (slot !== -1) requestPhase(set, slot, UPDATE, task.operation, task.at);
        task.position += 1;
      }
      return looked;
    case 'replacement':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        replaceOne(set, task);
      }
      return looked;
    case 'settle':
      for (; looked < budget && task.position < task.instanceIds.length; looked += 1) {
        settleOne(set, task);
      }
      return looked;
    case 'repairScan':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        if (set.health !== null) offerForRepair(set, set.health, task.slot);
        task.slot += 1;
      }
      return looked;
    case 'setHealth':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        const { instanceIds: ids } = task;
        const slot = ids === null ? task.slot : set.instances.find(ids[task.slot] as number);
        const { health } = set;
        if (health !== null && isActive(set, slot) && isReporting(set, health, slot)) {
          setHealth(set, health, slot, task.state, task.at);
        }
        task.slot += 1;
      }
      return looked;
    case 'all':
      for (; looked < budget && task.slot < task.end; looked += 1) {
        const isLeft =
          (task.outdatedOnly && isUpToDate(set, task.slot)) ||
          (task.sparesProtected && isProtectedFromSetActions(set, task.slot));
        if (isActive(set, task.slot) && !isLeft) {
          requestPhase(set, task.slot, task.phase, task.operation, task.at);
        }
        task.slot += 1;
      }
      return looked;
  }
}

function isLooking(survey: ZoneSurvey | null): survey is ZoneSurvey {
  return survey !== null && survey.slot < survey.end;
}

function isDone(task: BulkTask): boolean {
  switch (task.kind) {
    case 'spawn':
    case 'shrink':
      return task.remaining === 0;
    case 'list':
    case 'judgement':
    case 'rollback':
    case 'replacement':
    case 'settle':
    case 'zoneRecovery':
    case 'release':
      return task.position === task.instanceIds.length;
    case 'migrate':
      return isMigrated(task);
    case 'trim':
      return isTrimmed(task);
    case 'rollingScan':
    case 'evictionScan':
    case 'repairScan':
    case 'setHealth':
    case 'strike':
    case 'all':
      return task.slot === task.end;
  }
}

function isActive(set: ScaleSet, slot: number): boolean {
  const state = set.instances.state(slot);
  return state !== NONE && state !== DELETING;
}
