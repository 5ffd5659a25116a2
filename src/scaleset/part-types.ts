import type { Instant, JsonObject, Micros } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';

/*
 * Types of what sets and machines have beside themselves; `types.ts` has them too, for those who read
 * this room's door.
 */

/** Of the set and of each instance and extension; wire codes are made of these in `shapes/`. */
export type ProvisioningState = 'creating' | 'updating' | 'deleting' | 'succeeded' | 'failed';

export interface PriorityMix {
  readonly base: number;
  /** Of what there is above the base. */
  readonly percentAbove: number;
}

/** What `resilientVMDeletionStatus` says. */
export type ResilientDeletion = 'Enabled' | 'Disabled' | 'InProgress' | 'Failed';

/** What a machine is told that will happen to it. */
export interface ScheduledEventsView {
  /** Grows whenever the events change; 1 for a machine that was never told anything. */
  readonly incarnation: number;
  readonly events: readonly ScheduledEventView[];
}

export interface ScheduledEventView {
  /** GUID. */
  readonly eventId: string;
  readonly type: 'Terminate' | 'Preempt' | 'Reboot' | 'Redeploy' | 'Reimage';
  readonly status: 'Scheduled' | 'Started';
  /** It does not begin before, unless somebody says yes to it. */
  readonly notBefore: Instant;
}

/** What a script will have said and come to. */
export interface RunCommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** An extension that one machine has of its own. */
export interface VmExtensionView {
  readonly name: string;
  /** As written, without secrets. */
  readonly definition: JsonObject;
  readonly state: ProvisioningState;
  /** Null while it has not. */
  readonly settledAt: Instant | null;
  readonly failure: Failure | null;
}

/** A run command as a resource of a machine. */
export interface RunCommandView {
  readonly name: string;
  /** Diagnostic ones are a collection of their own, with names of their own. */
  readonly diagnostic: boolean;
  /** As written, without secrets. */
  readonly definition: JsonObject;
  readonly outcome: RunCommandOutcome;
  readonly state: ProvisioningState;
  readonly execution: 'Running' | 'Succeeded' | 'Failed' | 'TimedOut';
  readonly startedAt: Instant;
  /** Null while it runs. */
  readonly endedAt: Instant | null;
}

/** How a rolling upgrade goes; shares are percentages. */
export interface RollingPolicy {
  readonly maxBatchInstancePercent: number;
  readonly maxUnhealthyInstancePercent: number;
  readonly maxUnhealthyUpgradedInstancePercent: number;
  readonly pauseTimeBetweenBatches: Micros;
  /** Null where nothing is said, which means false. */
  readonly enableCrossZoneUpgrade: boolean | null;
  readonly prioritizeUnhealthyInstances: boolean | null;
  readonly rollbackFailedInstancesOnPolicyBreach: boolean;
  readonly maxSurge: boolean;
}

/** A rolling upgrade as far as it has come. */
export interface RollingUpgradeView {
  /** What began it: a change of the model, or a request for the latest system or extensions. */
  readonly kind: 'model' | 'os' | 'extension';
  readonly policy: RollingPolicy;
  readonly startedAt: Instant;
  readonly code: 'RollingForward' | 'Cancelled' | 'Completed' | 'Faulted';
  readonly lastAction: 'Start' | 'Cancel';
  readonly lastActionAt: Instant;
  /** Null while it goes on. */
  readonly endedAt: Instant | null;
  readonly successful: number;
  readonly failed: number;
  readonly inProgress: number;
  readonly pending: number;
  /** Null unless faulted. */
  readonly failure: Failure | null;
  /** Machines that were brought back to what they were; null when nobody tried. */
  readonly rollback: {
    readonly successful: number;
    readonly failed: number;
    /** Why the first of those that failed did. */
    readonly failure: Failure | null;
  } | null;
}

/** Which machines go first when a set is scaled in. */
export interface ScaleInPolicy {
  readonly rule: 'Default' | 'NewestVM' | 'OldestVM';
  readonly prioritizesUnhealthy: boolean;
}

export type PowerState =
  | 'starting'
  | 'running'
  | 'stopping'
  | 'stopped'
  | 'deallocating'
  | 'deallocated';

export interface ExtensionFacts {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion: string;
  readonly provisionAfterExtensions: readonly string[];
  /** A failure stays the extension's own: its machine does not fail. */
  readonly suppressFailures: boolean;
}

export interface InstanceExtension {
  readonly facts: ExtensionFacts;
  readonly state: ProvisioningState;
  /** When it settled; null while it has not. */
  readonly settledAt: Instant | null;
  readonly failure: Failure | null;
}

export interface StatusCount {
  readonly state: ProvisioningState;
  readonly count: number;
}

export interface SetStatus {
  readonly state: ProvisioningState;
  /** When it settled; null while it has not. */
  readonly settledAt: Instant | null;
  /** Null unless failed. */
  readonly failure: Failure | null;
}

export type InstanceAction =
  | 'start'
  | 'powerOff'
  | 'restart'
  | 'deallocate'
  | 'hibernate'
  | 'reimage'
  | 'reimageAll'
  | 'redeploy'
  | 'updateInstances'
  | 'reapply';

/** What an operation does to its instances; what no client asks for by that name is here as well. */
export type OperationAction = InstanceAction | 'modify' | 'runCommand';
