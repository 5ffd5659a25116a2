import type { Instant, Micros } from '../base/index.ts';

/** What somebody wants to be asked before. */
export type HookType = 'UpgradeAutoOSScheduling' | 'UpgradeAutoOSRollingBatchStarting';

export type HookAnswer = 'Approved' | 'Rejected';

export interface LifecycleHook {
  readonly type: HookType;
  /** How long an event waits for an answer, and how long it can be made to wait at most. */
  readonly wait: Micros;
  readonly maxWait: Micros;
  readonly defaultAction: 'Approve' | 'Reject';
}

/** Who an event of a hook is about: an instance by its id, or the set itself. */
export interface HookTarget {
  readonly of: number | 'set';
  readonly state: 'Waiting' | HookAnswer;
}

/** An event of a lifecycle hook; it is over when no target waits any more. */
export interface HookEventView {
  /** GUID. */
  readonly name: string;
  readonly type: HookType;
  readonly createdAt: Instant;
  readonly waitUntil: Instant;
  readonly maxWaitUntil: Instant;
  readonly defaultAction: LifecycleHook['defaultAction'];
  readonly targets: readonly HookTarget[];
}
