import type { Instant, JsonObject, Micros } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import type { HealthCounts, HealthMonitoring, HealthState, RepairsPolicy } from './health-types.ts';
import type { HookAnswer, HookTarget, LifecycleHook } from './hook-types.ts';
import type { Armed } from './armed.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Strike } from './strike.ts';
import type {
  ExtensionFacts,
  InstanceAction,
  InstanceExtension,
  OperationAction,
  PowerState,
  PriorityMix,
  ProvisioningState,
  ResilientDeletion,
  RollingPolicy,
  RunCommandOutcome,
  ScaleInPolicy,
  SetStatus,
  StatusCount,
} from './part-types.ts';

export type * from './part-types.ts';
export type * from './refusal.ts';

/** What the domain reads of a model; everything else in a model is only kept and given back. */
export interface ModelFacts {
  readonly capacity: number;
  readonly extensions: readonly ExtensionFacts[];
  /** How long an extension may take to install; null when the model does not say. */
  readonly extensionsTimeBudget: Micros | null;
  readonly upgradeMode: 'Manual' | 'Automatic' | 'Rolling';
  readonly osType: 'Linux' | 'Windows';
  readonly dataDiskCount: number;
  readonly rollingUpgrade: RollingPolicy;
  readonly zones: readonly string[];
  /** Who says how machines are; null when nobody does. */
  readonly health: HealthMonitoring | null;
  /** Null without a policy. */
  readonly repairs: RepairsPolicy | null;
  readonly orchestrationMode: 'Uniform' | 'Flexible';
  /** What becomes of a Spot machine that is evicted; null for machines of regular priority. */
  readonly spot: 'Deallocate' | 'Delete' | null;
  /** Over how many the machines of a Uniform set, or of each of its zones, are spread. */
  readonly faultDomainCount: number;
  readonly scaleIn: ScaleInPolicy;
  /** Whether more machines are begun than asked for. */
  readonly overprovision: boolean;
  /** Whether extensions wait until a machine is known not to be one too many. */
  readonly sparesExtensions: boolean;
  /** Whether an upgrade of the system waits until somebody approves of it for each machine. */
  readonly osUpgradeDeferral: boolean;
  /** Whether machines that fail in an upgrade of the system are brought back, if its policy says so. */
  readonly osUpgradeRollback: boolean;
  readonly lifecycleHooks: readonly LifecycleHook[];
  /** How many of a Spot set's machines are of regular priority; null when none is. */
  readonly priorityMix: PriorityMix | null;
  /** How long an evicted machine is tried to be brought back; null when nobody tries. */
  readonly spotRestore: Micros | null;
  /** Whether machines can be put to sleep. */
  readonly hibernation: boolean;
  /** Whether creations and deletions that fail are begun anew. */
  readonly retriesCreation: boolean;
  readonly retriesDeletion: boolean;
  /** How long a machine can put off its deletion; null when it is not told. */
  readonly terminateNotice: Micros | null;
  /** The same for another system on its disk. */
  readonly reimageNotice: Micros | null;
  /** What becomes of restarts that somebody asks for: null when the machine is not told of them. */
  readonly userReboots: 'approved' | 'held' | null;
  readonly userRedeploys: 'approved' | 'held' | null;
}

/** What a set is born with; part of its first command, so its journal says everything about it. */
export interface Genesis {
  /** As the client cased it, from `/subscriptions` on. */
  readonly resourceId: string;
  readonly name: string;
  readonly location: string;
  readonly uniqueId: string;
  readonly seed: number;
  readonly lifecycle: Lifecycle;
  /** Faults that lie in wait from the beginning; none when left out. */
  readonly armed?: Armed;
}

/** Instance ids are decimal numbers on the wire; `all` is what a missing list or `*` means. */
export type InstanceSelection = 'all' | readonly number[];

/**
 * Whether the set was asked or a single machine. The set as a whole is `updating` only for the first:
 * a recording shows a machine updating in a set that is succeeded (instance-view.md, fact 11).
 */
export type Scope = 'set' | 'instance';

interface CommandBase {
  /** When it was accepted; never before the last command of the set. */
  readonly at: Instant;
  /** GUID of the long-running operation that this command starts. */
  readonly operationId: string;
}

/**
 * What a journal holds, one command a row, as JSON. A command that was accepted is never refused
 * later: `check` says no before it is written.
 */
export type Command =
  | (CommandBase & {
      readonly kind: 'create';
      readonly genesis: Genesis;
      readonly model: JsonObject;
    })
  | (CommandBase & {
      readonly kind: 'put';
      readonly model: JsonObject;
      /** There is no quota for new machines: an upgrade brings those that there are to the model. */
      readonly inPlace?: true;
    })
  | (CommandBase & {
      readonly kind: 'patch';
      readonly model: JsonObject;
      /** Left out: a client. */
      readonly cause?: 'autoscale';
      /** Where the machines that it adds are put; in the zones of the set when left out. */
      readonly zone?: string;
      readonly inPlace?: true;
    })
  | (CommandBase & {
      readonly kind: 'act';
      readonly action: InstanceAction;
      readonly instances: InstanceSelection;
      readonly scope: Scope;
    })
  | (CommandBase & {
      readonly kind: 'deleteInstances';
      readonly instances: InstanceSelection;
      readonly scope: Scope;
    })
  /** To another of the set's zones; null when the platform chooses. */
  | (CommandBase & {
      readonly kind: 'migrateZone';
      readonly instances: readonly number[];
      readonly zone: string | null;
    })
  | (CommandBase & { readonly kind: 'deleteSet' })
  /** Suspends or resumes automatic repairs; they show in the instance view. */
  | (CommandBase & {
      readonly kind: 'setOrchestrationServiceState';
      readonly action: 'Suspend' | 'Resume';
    })
  /** A machine with a name and a model of its own, put into a Flexible set. */
  | (CommandBase & {
      readonly kind: 'addInstance';
      readonly name: string;
      /** In the form of a set's: its size, its zones, its profile. */
      readonly model: JsonObject;
      readonly own: JsonObject;
    })
  /** What a machine has of its own from here on; the model of the set stays. */
  | (CommandBase & {
      readonly kind: 'updateInstance';
      readonly instanceId: number;
      readonly own: JsonObject;
      /** What the operation answers when it has ended well. */
      readonly output?: JsonObject;
    })
  /** Scripts are not run: what one has said when it ends stands here. */
  | (CommandBase & {
      readonly kind: 'runCommand';
      readonly instanceId: number;
      readonly output: JsonObject;
    })
  | (CommandBase & {
      readonly kind: 'putRunCommand';
      readonly instanceId: number;
      readonly name: string;
      readonly definition: JsonObject;
      readonly outcome: RunCommandOutcome;
      readonly diagnostic?: true;
    })
  | (CommandBase & {
      readonly kind: 'deleteRunCommand';
      readonly instanceId: number;
      readonly name: string;
      readonly diagnostic?: true;
    })
  | (CommandBase & {
      readonly kind: 'putVmExtension';
      readonly instanceId: number;
      readonly name: string;
      readonly definition: JsonObject;
    })
  | (CommandBase & {
      readonly kind: 'deleteVmExtension';
      readonly instanceId: number;
      readonly name: string;
    })
  | (CommandBase & { readonly kind: 'simulateEviction'; readonly instanceId: number })
  /** A machine says yes to what it was told will happen to it. */
  | (CommandBase & {
      readonly kind: 'approveEvents';
      readonly instanceId: number;
      readonly eventIds: readonly string[];
    })
  /** Brings instances that are not up to date to the latest system or extensions, in batches. */
  | (CommandBase & {
      readonly kind: 'startRollingUpgrade';
      readonly of: 'os' | 'extension';
      readonly inPlace?: true;
    })
  | (CommandBase & { readonly kind: 'cancelRollingUpgrade' })
  /** Lets a deferred upgrade of the system go on for these machines. */
  | (CommandBase & {
      readonly kind: 'approveRollingUpgrade';
      readonly instances: InstanceSelection;
      readonly scope: Scope;
    })
  | (CommandBase & {
      readonly kind: 'updateHookEvent';
      readonly name: string;
      /** Null when it stays as it is. */
      readonly waitUntil: Instant | null;
      readonly answers: readonly { readonly of: HookTarget['of']; readonly state: HookAnswer }[];
    })
  /** Says how machines are, until their application begins anew; `all` are those that report. */
  | (CommandBase & {
      readonly kind: 'setHealth';
      readonly instances: InstanceSelection;
      readonly state: HealthState;
    })
  /** From here on these faults lie in wait, and no others. */
  | (CommandBase & Armed & { readonly kind: 'armFaults' })
  /** Machines that are there meet with misfortune. */
  | (CommandBase & { readonly kind: 'strike'; readonly strike: Strike })
  /** The machines that stopped with a zone start again. */
  | (CommandBase & { readonly kind: 'recoverZone'; readonly zone: string })
  /** From here on the set lives by another life cycle; work under way keeps its times. */
  | (CommandBase & { readonly kind: 'setLifecycle'; readonly lifecycle: Lifecycle });

export type CommandKind = Command['kind'];

/** What an operation was begun by: a command, or the set itself. */
export type OperationKind = CommandKind | 'automaticRepair';

/** Everything the instance view of a set shows, and nothing that needs a look at an instance. */
export interface ScaleSetSummary {
  /** In the order of the wire; no zero counts. */
  readonly virtualMachine: readonly StatusCount[];
  /** In the order of the model; an extension that is still being removed comes last. */
  readonly extensions: readonly {
    readonly name: string;
    readonly counts: readonly StatusCount[];
  }[];
  /** Null when the set has no automatic repairs policy. */
  readonly automaticRepairs: 'NotRunning' | 'Running' | 'Suspended' | null;
  /** Not on Azure's wire; null when machines are not monitored. */
  readonly health: HealthCounts | null;
  readonly status: SetStatus;
}

/** A set's model and what the service adds to it. */
export interface ScaleSetModelView {
  readonly genesis: Genesis;
  readonly createdAt: Instant;
  /** As put, with defaults; `sku.capacity` follows deletions of instances. */
  readonly model: JsonObject;
  readonly facts: ModelFacts;
  readonly provisioningState: ProvisioningState;
  /** Starts at 1, grows with every accepted command. */
  readonly etag: number;
}

export interface Instance {
  readonly instanceId: number;
  /** Of the machine as a resource: `web_3`, in a Flexible set `web_9f86d081`. */
  readonly name: string;
  /** GUID. */
  readonly vmId: string;
  readonly createdAt: Instant;
  readonly state: ProvisioningState;
  /** When the provisioning state settled; null while it has not. */
  readonly settledAt: Instant | null;
  readonly failure: Failure | null;
  /** Null before the machine is placed and after it is released by a deletion. */
  readonly power: PowerState | null;
  /** Deallocated with its memory on its disk. */
  readonly hibernated: boolean;
  readonly resilientDeletion: ResilientDeletion;
  readonly latestModelApplied: boolean;
  /** The model the instance was last brought to. */
  readonly model: JsonObject;
  readonly facts: ModelFacts;
  /** `ready` says when the agent last reported; null when deallocated or not placed. */
  readonly agent: { readonly state: 'ready' | 'notReporting'; readonly at: Instant } | null;
  readonly extensions: readonly InstanceExtension[];
  /** Null as long as nobody has reported. */
  readonly health: { readonly state: HealthState; readonly since: Instant } | null;
  readonly zone: string | null;
  readonly faultDomain: number;
  /** What it has of its own beside the model; null for most. */
  readonly own: JsonObject | null;
}

export interface OperationView {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly action: OperationAction | null;
  /** What it answers beside how it ended; null for most. */
  readonly output: JsonObject | null;
  readonly startedAt: Instant;
  /** Null while in progress. */
  readonly endedAt: Instant | null;
  readonly state: 'inProgress' | 'succeeded' | 'failed';
  /** Null unless failed. `target` is the instance that failed: its id, in a Flexible set its name. */
  readonly failure: (Failure & { readonly target?: string }) | null;
  /** A fair guess for Retry-After; the due time of what is known to be left. */
  readonly expectedEnd: Instant;
  /** How many instances it touches (`x-ms-request-charge`). */
  readonly instanceCount: number;
}

export interface InstancePage {
  readonly instances: readonly Instance[];
  /** Pass it as `after` for the next page; null when this was the last. */
  readonly next: number | null;
}
