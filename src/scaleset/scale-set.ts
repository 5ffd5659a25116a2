import type { Instant, JsonObject } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import type { Armed } from './armed.ts';
import type { BulkTask } from './bulk.ts';

import type { Consent } from './consent.ts';
import type { Compaction } from './compact.ts';
import type { CompiledLifecycle } from './compiled-lifecycle.ts';
import type { DueHeap } from './due-heap.ts';
import type { DueQueue } from './due-queue.ts';
import type { Instances } from './instances.ts';
import type { Health } from './health-column.ts';
import type { HookEvent } from './lifecycle-hooks.ts';
import type { Distribution, SetFailure } from './lifecycle.ts';
import type { Names } from './names.ts';
import type { SetObserver } from './observer.ts';
import type { Own } from './own.ts';
import type { Retries } from './resilience.ts';
import type { Rollback } from './rollback.ts';
import type { RunCommand } from './run-commands.ts';
import type { Notices } from './scheduled-events.ts';
import type { Surge } from './surge-pairs.ts';
import type { VmExtension } from './vm-extensions.ts';
import type {
  Genesis,
  ModelFacts,
  OperationAction,
  OperationKind,
  RollingPolicy,
  RollingUpgradeView,
} from './types.ts';

/**
 * The state of one scale set at an instant: a pure function of the commands in its journal and of
 * time. Opaque outside this room; the functions of the room read and change it in place.
 */
export interface ScaleSet {
  readonly genesis: Genesis;
  readonly createdAt: Instant;
  /** Everything due up to here is done, unless `bulk` still holds work. */
  now: Instant;
  commandCount: number;
  etag: number;
  viewVersion: number;
  deleting: boolean;
  gone: boolean;

  model: JsonObject;
  facts: ModelFacts;
  /** Versions of what an instance is made of; those that no instance has are dropped. */
  profiles: Map<number, Profile>;
  latestProfile: number;
  /** The one that was looked up last: nearly all instances have the same. */
  recentProfile: Profile | null;

  lifecycle: CompiledLifecycle;
  repairsSuspended: boolean;
  /** Faults that lie in wait beside those of the life cycle. */
  armed: Armed;
  /** By the id of a fault that is armed. */
  faultHits: Map<string, number>;
  /** By instance id: the fault without an end that a machine hangs by. */
  stuck: Map<number, string>;
  /** By instance id: the zone that a machine stopped with. */
  down: Map<number, string>;
  /** The last rolling upgrade; null when there never was one. */
  rolling: RollingUpgrade | null;
  /** Machines that upgrades make in place of others. */
  readonly surge: Surge;
  /** By instance id: which version a machine is brought back to, and by what operation. */
  rollbacks: Map<number, { readonly operation: number; readonly version: number }>;
  /** OS upgrades before it, oldest first. */
  pastOsUpgrades: readonly RollingUpgradeView[];
  /** Oldest first; few, and those that are over are forgotten after a while. */
  hookEvents: readonly HookEvent[];
  hookEventCount: number;

  instances: Instances;
  /** By instance id, for the few that have any. */
  own: Map<number, Own>;
  /** Names that machines were given. */
  names: Names;
  runCommands: Map<number, readonly RunCommand[]>;
  vmExtensions: Map<number, readonly VmExtension[]>;
  /** Instance ids of machines that were put to sleep. */
  hibernated: Set<number>;
  retries: Map<number, Retries>;
  /** What machines are told that will happen to them. */
  notices: Map<number, Notices>;
  nextNotice: number;
  extensions: ExtensionColumn[];
  /** Null for a set that was never monitored. */
  health: Health | null;
  queue: DueQueue;
  /** Machines by state. */
  counts: Int32Array;
  /** Machines that are updating, by the step that it began with; what stands at IDLE says nothing. */
  actionCounts: Int32Array;
  /** Machines by power; what stands at 0 says nothing. */
  powerCounts: Int32Array;
  nextInstanceId: number;
  /** Machines that are not being deleted, without those too many: what `sku.capacity` says. */
  activeCount: number;
  /** Zones that machines are or were in; where they stand is their number. */
  zoneNames: string[];
  /** While there are more machines than wanted; null otherwise. */
  surplus: Surplus | null;
  /** Machines too many that are being deleted; they never counted. */
  shedCount: number;
  /** Machines of regular priority in a Spot set that are not being deleted. */
  regularCount: number;
  /** Which life cycle the evictions under way belong to: counts those that there were. */
  evictionEpoch: number;
  /** How many models were written. */
  modelCount: number;
  /** Failures that instances refer to, each once. */
  failures: Failure[];

  /** By index; the first one's index is `firstOperation`. */
  operations: Operation[];
  firstOperation: number;
  operationIndexes: Map<string, number>;
  /** Operations of the set as a whole that have not ended. */
  openSetOperations: number;
  /** The index of the operation that creates the set, while it has not ended; 0 otherwise. */
  createOperation: number;
  /** The index of the last PUT or PATCH that has not ended; 0 otherwise. */
  modelOperation: number;
  /** The index of the deletion of the set that is under way; 0 otherwise. */
  deletionOperation: number;
  /** How the last operation of the set as a whole ended. */
  outcome: Outcome;

  /** Work on many instances that was accepted and is done slice by slice, before anything else. */
  bulk: BulkTask[];
  /** While slots are moved together; nothing is applied or due meanwhile. */
  compaction: Compaction | null;
  /** Sees what happens, where somebody wants to know; nobody does in a live set. */
  observer: SetObserver | null;
  agenda: DueHeap;
  agendaItems: Map<number, AgendaItem>;
  nextAgendaItem: number;
}

/** One version of what instances are made of. */
export interface Profile {
  readonly version: number;
  readonly model: JsonObject;
  readonly facts: ModelFacts;
  /** Indexes into `extensions`, in the order of installation. */
  readonly order: readonly number[];
  /** Positions in `order` whose failures stay their own. */
  readonly suppressing: readonly number[];
  /** By index into `extensions`. */
  readonly definitions: ReadonlyMap<number, string>;
  /** How long each of `order` takes by the life cycle in force. */
  installationTimes: readonly (Distribution | undefined)[];
  instanceCount: number;
  /** How many may be brought back to it (see `rollback.ts`). */
  heldCount: number;
}

/** One extension over all instances. A column is used again when nothing refers to it. */
export interface ExtensionColumn {
  name: string;
  state: Uint8Array;
  settledAt: Float64Array;
  counts: Int32Array;
  /** By instance id: why it failed where its machine did not; the number as in a record. */
  readonly suppressed: Map<number, number>;
}

export interface Operation {
  readonly index: number;
  readonly id: string;
  readonly kind: OperationKind;
  readonly action: OperationAction | null;
  readonly output: JsonObject | null;
  readonly startedAt: Instant;
  endedAt: Instant | null;
  /** What has to end before the operation does: instances, and tokens of the set. */
  open: number;
  failure: (Failure & { target?: string }) | null;
  instanceCount: number;
  /** Whether the set as a whole is `updating` meanwhile and takes over its outcome. */
  readonly ofSet: boolean;
  /** The operation that took over what was left of this one; 0 for none. */
  heir: number;
  expectedEnd: Instant;
}

export interface RollingUpgrade {
  readonly kind: RollingUpgradeView['kind'];
  /** The index of the operation that its instances belong to; another one when they are brought back. */
  operation: number;
  /** The index of the operation that waits for it. */
  readonly owner: number;
  readonly policy: RollingPolicy;
  /** Whether what fails is brought back when a limit is broken. */
  readonly rollsBack: boolean;
  /** Whether it makes new machines in place of those that there are. */
  readonly surges: boolean;
  readonly startedAt: Instant;
  code: RollingUpgradeView['code'];
  lastAction: RollingUpgradeView['lastAction'];
  lastActionAt: Instant;
  endedAt: Instant | null;
  successful: number;
  failed: number;
  /** With those that are upgraded and not yet healthy. */
  inProgress: number;
  pending: number;
  batches: number;
  /** Upgraded machines that the batch waits for to be healthy. */
  readonly awaiting: Set<number>;
  /** When it waits no longer; null while there is an upgrade to wait for. */
  healthDeadline: Instant | null;
  /** They are not tried again. */
  readonly failedInstances: Set<number>;
  /** By instance id: the version it had, as long as it may be brought back to it. */
  readonly previous: Map<number, number>;
  /** Null until a limit was broken and what failed is brought back. */
  rollback: Rollback | null;
  readonly consent: Consent;
  worst: { readonly message: string; readonly instanceId: number } | null;
  failure: Failure | null;
}

/** Machines that were begun beside those that were asked for (see `surplus.ts`). */
export interface Surplus {
  /** The index of the operation that waits for the machines that are wanted. */
  operation: number;
  readonly operationId: string;
  /** Instance ids from here on are those among which some are too many. */
  readonly from: number;
  /** Whether extensions wait until a machine is known to be kept. */
  readonly sparesExtensions: boolean;
  /** How many are too many. */
  extra: number;
  /** Those that are still being made. */
  awaited: number;
  failed: number;
  /** The first one, as long as it may come to nothing. */
  failure: (Failure & { target: string }) | null;
}

export interface Outcome {
  readonly state: 'succeeded' | 'failed';
  readonly at: Instant;
  readonly failure: Failure | null;
}

/** Something due for the set and not for an instance. */
export type AgendaItem = { readonly due: Instant } & (
  | { readonly kind: 'finish'; readonly operation: number }
  | { readonly kind: 'setFailure'; readonly operation: number; readonly failure: SetFailure }
  | {
      readonly kind: 'runCommand';
      readonly of: 'run' | 'removal';
      readonly operation: number;
      readonly instanceId: number;
      readonly name: string;
      readonly diagnostic: boolean;
      readonly timesOut: boolean;
    }
  | { readonly kind: 'zoneRecovery'; readonly operationId: string; readonly zone: string }
  | { readonly kind: 'rollingStep'; readonly operation: number }
  | { readonly kind: 'hookEvent'; readonly name: string }
  | {
      readonly kind: 'eviction';
      readonly operationId: string;
      /** The index of the operation that it belongs to; 0 when it gets one of its own. */
      readonly operation: number;
      readonly instanceId: number;
      /** The number of the event that tells the machine. */
      readonly notice: number;
    }
  | {
      readonly kind: 'spotRestore';
      readonly instanceId: number;
      /** Where it was, by number; where another one will be that takes its place. */
      readonly zone: number;
      readonly isDeleted: boolean;
      /** When it is no longer tried. */
      readonly until: Instant;
      readonly attempt: number;
      /** How many models the set had had when the machine was evicted. */
      readonly models: number;
    }
  | {
      readonly kind: 'evictionWave';
      readonly epoch: number;
      /** Its place in the life cycle. */
      readonly wave: number;
      readonly turn: number;
    }
  | {
      readonly kind: 'evictionByRate';
      readonly epoch: number;
      readonly number: number;
      readonly until: Instant | null;
      /** Whether somebody is evicted, or only looked again. */
      readonly hits: boolean;
    }
);
