import type { Instant } from '../base/index.ts';
import {
  CREATING,
  DEALLOCATE,
  DELETING,
  FAILED,
  LAST_PHASE,
  MODIFY,
  POWER_COUNT,
  POWER_OFF,
  powerOf,
  REDEPLOY,
  REIMAGE,
  REIMAGE_ALL,
  RESTART,
  RUN_COMMAND,
  START,
  STARTING,
  stateOf,
  SUCCEEDED,
  UPDATE,
  UPDATING,
} from './codes.ts';
import type { ScaleSet } from './scale-set.ts';
import { countInstances } from './transitions.ts';
import type { OperationAction, OperationKind, PowerState, ProvisioningState } from './types.ts';

/** What a machine is asked for while it is `updating`, with the steps that this begins with. */
const UPDATES = {
  starting: [START],
  stopping: [POWER_OFF],
  restarting: [RESTART],
  deallocating: [DEALLOCATE],
  reimaging: [REIMAGE, REIMAGE_ALL],
  redeploying: [REDEPLOY],
  updating: [UPDATE],
  modifying: [MODIFY],
  runningCommand: [RUN_COMMAND],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/**
 * What a machine is at, in the manner of the `currentActions` of managed instance groups in Google's
 * cloud, which Azure has nothing like. Extensions that are installed on the way belong to the action.
 */
export type CurrentAction = 'none' | 'creating' | keyof typeof UPDATES | 'deleting';

/** What the machines of a set are doing and how they are; each machine counts once in each part. */
export interface Activity {
  /** Also those that are being deleted, and those that will turn out to be too many. */
  readonly machines: number;
  readonly currentActions: Readonly<Record<CurrentAction, number>>;
  readonly provisioningStates: Readonly<Record<ProvisioningState, number>>;
  /** `none`: not yet placed. */
  readonly powerStates: Readonly<Record<PowerState | 'none', number>>;
}

/** An operation that has not ended. */
export interface OpenOperation {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly action: OperationAction | null;
  readonly startedAt: Instant;
  /** When what is known of it will be done; later when more turns out to be needed. */
  readonly expectedEnd: Instant;
  readonly instanceCount: number;
}

/** Looks at counters only, as `summarize`: the same cost for every size. */
export function activity(set: ScaleSet): Activity {
  const { counts, actionCounts, powerCounts } = set;
  const machines = countInstances(set);
  const currentActions: Record<string, number> = {
    none: at(counts, SUCCEEDED) + at(counts, FAILED),
    creating: at(counts, CREATING),
  };
  for (const [action, phases] of Object.entries(UPDATES)) {
    currentActions[action] = phases.reduce((sum, phase) => sum + at(actionCounts, phase), 0);
  }
  currentActions['deleting'] = at(counts, DELETING);
  const provisioningStates: Record<string, number> = {};
  for (const state of [CREATING, UPDATING, SUCCEEDED, FAILED, DELETING]) {
    provisioningStates[stateOf(state) ?? ''] = at(counts, state);
  }
  const powerStates: Record<string, number> = { none: machines };
  for (let power = STARTING; power < POWER_COUNT; power += 1) {
    powerStates[powerOf(power) ?? ''] = at(powerCounts, power);
    powerStates['none'] = (powerStates['none'] ?? 0) - at(powerCounts, power);
  }
  return { machines, currentActions, provisioningStates, powerStates } as Activity;
}

function at(counts: Int32Array, code: number): number {
  return counts[code] as number;
}

/** How many operations have not ended, and the oldest `limit` of them. */
export function openOperations(
  set: ScaleSet,
  limit: number,
): { readonly count: number; readonly oldest: readonly OpenOperation[] } {
  const open = set.operations.filter(({ endedAt }) => endedAt === null);
  const oldest = open
    .slice(0, limit)
    .map(({ id, kind, action, startedAt, expectedEnd, instanceCount }) => {
      return { operationId: id, kind, action, startedAt, expectedEnd, instanceCount };
    });
  return { count: open.length, oldest };
}

/** Counts an instance of a snapshot by its action and power. */
export function countActivity(set: ScaleSet, slot: number): void {
  const { instances, actionCounts, powerCounts } = set;
  const action = instances.action(slot);
  const power = instances.power(slot);
  actionCounts[action] = at(actionCounts, action) + 1;
  powerCounts[power] = at(powerCounts, power) + 1;
}

/** What `activity` says, but by looking at every instance; the two must always be equal. */
export function recountActivity(set: ScaleSet): Activity {
  const counted: ScaleSet = {
    ...set,
    counts: set.instances.countStates(),
    actionCounts: new Int32Array(LAST_PHASE + 1),
    powerCounts: new Int32Array(POWER_COUNT),
  };
  for (let slot = 0; slot < set.instances.length; slot += 1) countActivity(counted, slot);
  return activity(counted);
}
