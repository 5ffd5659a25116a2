import type { OperationAction, PowerState, ProvisioningState } from './types.ts';
import { STEP_NAMES, type StepName } from './lifecycle.ts';

/**
 * The numbers that stand for states in the columns. Summaries list states by this order: the
 * recordings have `updating` before `succeeded` and `succeeded` before `deleting`
 * (shared/azure/instance-view.md, fact 10).
 */
export const NONE = 0;
export const CREATING = 1;
export const UPDATING = 2;
export const SUCCEEDED = 3;
export const FAILED = 4;
export const DELETING = 5;
export const STATE_COUNT = 6;

const STATES: readonly (ProvisioningState | null)[] = [
  null,
  'creating',
  'updating',
  'succeeded',
  'failed',
  'deleting',
];

/** Null for NONE: no such machine or extension. */
export function stateOf(code: number): ProvisioningState | null {
  return STATES[code] ?? null;
}

export const STARTING = 1;
export const RUNNING = 2;
export const STOPPING = 3;
export const STOPPED = 4;
export const DEALLOCATING = 5;
export const DEALLOCATED = 6;
export const POWER_COUNT = 7;

const POWERS: readonly (PowerState | null)[] = [
  null,
  'starting',
  'running',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
];

export function powerOf(code: number): PowerState | null {
  return POWERS[code] ?? null;
}

/** What an instance is doing: 0 nothing, else the step of its life cycle, counted from 1. */
export const IDLE = 0;
export const ALLOCATE = 1;
export const BOOT = 2;
export const PROVISION_OS = 3;
export const INSTALL_EXTENSION = 4;
export const COMPLETE = 5;
export const START = 6;
export const POWER_OFF = 7;
export const RESTART = 8;
export const DEALLOCATE = 9;
export const REIMAGE = 10;
export const REIMAGE_ALL = 11;
export const REDEPLOY = 12;
export const UPDATE = 13;
export const DELETE = 14;
export const FINISH = 15;
export const MODIFY = 16;
export const RUN_COMMAND = 17;
export const LAST_PHASE = 17;

/** The step's name in a life cycle; only for steps, not for IDLE. */
export function stepNameOf(phase: number): StepName {
  return STEP_NAMES[phase - 1] as StepName;
}

const PHASE_OF_ACTION: Readonly<Record<OperationAction, number>> = {
  start: START,
  powerOff: POWER_OFF,
  restart: RESTART,
  deallocate: DEALLOCATE,
  hibernate: DEALLOCATE,
  reimage: REIMAGE,
  reimageAll: REIMAGE_ALL,
  redeploy: REDEPLOY,
  updateInstances: UPDATE,
  reapply: MODIFY,
  modify: MODIFY,
  runCommand: RUN_COMMAND,
};

export function phaseOfAction(action: OperationAction): number {
  return PHASE_OF_ACTION[action];
}
