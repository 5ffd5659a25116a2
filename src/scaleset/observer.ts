import type { Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { FAILED, NONE, powerOf, stateOf } from './codes.ts';
import { machineName } from './machine-name.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import type {
  OperationKind,
  OperationAction,
  PowerState,
  ProvisioningState,
  RollingUpgradeView,
} from './types.ts';

/** How a machine is, as events tell it. */
export interface MachineState {
  readonly state: ProvisioningState;
  /** Null before it is placed and while it is released. */
  readonly power: PowerState | null;
}

/** What something happened for; null when nobody asked for it. */
export interface EventCause {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly action: OperationAction | null;
}

interface EventBase {
  /** Of the set's life, from 1 on. */
  readonly sequence: number;
  readonly at: Instant;
  readonly cause: EventCause | null;
}

/** Something that has happened to a set or to one of its machines. */
export type SetEvent = EventBase &
  (
    | {
        readonly subject: 'instance';
        readonly instanceId: number;
        readonly name: string;
        /** Null: it was not there. */
        readonly before: MachineState | null;
        readonly after: MachineState | null;
        readonly failure: Failure | null;
      }
    | {
        readonly subject: 'extension';
        readonly instanceId: number;
        readonly name: string;
        readonly extension: string;
        readonly before: ProvisioningState | null;
        readonly after: ProvisioningState | null;
      }
    | {
        readonly subject: 'operation';
        readonly before: 'inProgress' | null;
        readonly after: 'inProgress' | 'succeeded' | 'failed';
        readonly instanceCount: number;
        /** `target` is the machine that failed. */
        readonly failure: (Failure & { readonly target?: string }) | null;
      }
    | {
        readonly subject: 'rollingUpgrade';
        readonly before: RollingUpgradeView['code'] | null;
        readonly after: RollingUpgradeView['code'];
        /** Machines of the batch that has begun; 0 when none has. */
        readonly batch: number;
        readonly successful: number;
        readonly failed: number;
        readonly pending: number;
        readonly failure: Failure | null;
      }
  );

/** An event without its number, which it is given when it is complete. */
type Draft = SetEvent extends infer E ? (E extends SetEvent ? Omit<E, 'sequence'> : never) : never;
type MachineDraft = Extract<Draft, { subject: 'instance' }>;

/**
 * Sees what happens to a set while it is played; the set is as it would be without. What is seen
 * depends on the journal and time only, not on how often `advance` is called.
 */
export class SetObserver {
  readonly #sink: (event: SetEvent) => void;
  #sequence = 0;
  /** Since the last step, in order; the power of machines in it is still to be known. */
  #drafts: Draft[] = [];
  readonly #touched = new Set<number>();
  /** By instance id. */
  readonly #known = new Map<number, MachineState>();
  /** By instance id: the index of the operation that it last belonged to. */
  readonly #operations = new Map<number, number>();
  #rolling: { readonly of: number; readonly code: RollingUpgradeView['code'] } | null = null;
  #isInBatch = false;

  constructor(sink: (event: SetEvent) => void) {
    this.#sink = sink;
  }

  /** To a set that has just been made: nothing has happened to it but its first command. */
  attach(set: ScaleSet): void {
    set.observer = this;
    for (const operation of set.operations) this.opened(operation);
  }

  /** The state of a machine has changed; called before anything else of it does. */
  changed(set: ScaleSet, slot: number, state: number): void {
    const { instances } = set;
    const instanceId = instances.instanceId(slot);
    const operation = instances.operation(slot);
    if (operation !== 0) this.#operations.set(instanceId, operation);
    this.#touched.add(slot);
    const before = this.#known.get(instanceId) ?? null;
    const after = stateOf(state);
    const now = after === null ? null : { state: after, power: powerOf(instances.power(slot)) };
    this.#drafts.push(this.#machineDraft(set, instanceId, before, now));
    if (now === null) this.#forget(instanceId);
    else this.#known.set(instanceId, now);
  }

  extensionChanged(
    set: ScaleSet,
    slot: number,
    extension: string,
    before: number,
    after: number,
  ): void {
    const instanceId = set.instances.instanceId(slot);
    this.#drafts.push({
      subject: 'extension',
      at: set.now,
      cause: this.#causeOf(set, instanceId),
      instanceId,
      name: machineName(set, instanceId),
      extension,
      before: stateOf(before),
      after: stateOf(after),
    });
  }

  /** A step of a machine has ended. */
  stepped(slot: number): void {
    this.#touched.add(slot);
  }

  opened(operation: Operation): void {
    this.#drafts.push({
      subject: 'operation',
      at: operation.startedAt,
      cause: causeOf(operation),
      before: null,
      after: 'inProgress',
      instanceCount: operation.instanceCount,
      failure: null,
    });
  }

  ended(operation: Operation): void {
    this.#drafts.push({
      subject: 'operation',
      at: operation.endedAt ?? operation.startedAt,
      cause: causeOf(operation),
      before: 'inProgress',
      after: operation.failure === null ? 'succeeded' : 'failed',
      instanceCount: operation.instanceCount,
      failure: operation.failure,
    });
  }

  /** Between two steps: everything about the last one is known. */
  flush(set: ScaleSet): void {
    for (const slot of this.#touched) this.#complete(set, slot);
    this.#touched.clear();
    this.#lookAtRolling(set);
    for (const draft of this.#drafts) {
      this.#sequence += 1;
      this.#sink({ sequence: this.#sequence, ...draft });
    }
    this.#drafts = [];
  }

  /** The power of a machine changes after its state, or alone; so does the reason of a failure. */
  #complete(set: ScaleSet, slot: number): void {
    const { instances } = set;
    if (slot >= instances.length || instances.state(slot) === NONE) return;
    const instanceId = instances.instanceId(slot);
    const known = this.#known.get(instanceId);
    const state = stateOf(instances.state(slot));
    if (known === undefined || state === null) return;
    const now: MachineState = { state, power: powerOf(instances.power(slot)) };
    const at = this.#drafts.findLastIndex(
      (draft) => draft.subject === 'instance' && draft.instanceId === instanceId,
    );
    const last = this.#drafts[at];
    if (last?.subject === 'instance') {
      const number = instances.state(slot) === FAILED ? instances.failure(slot) : 0;
      const failure = number === 0 ? null : (set.failures[number - 1] ?? null);
      this.#drafts[at] = { ...last, after: now, failure };
    } else if (known.power !== now.power) {
      this.#drafts.push(this.#machineDraft(set, instanceId, known, now));
    }
    this.#known.set(instanceId, now);
  }

  #machineDraft(
    set: ScaleSet,
    instanceId: number,
    before: MachineState | null,
    after: MachineState | null,
  ): MachineDraft {
    return {
      subject: 'instance',
      at: set.now,
      cause: this.#causeOf(set, instanceId),
      instanceId,
      name: machineName(set, instanceId),
      before,
      after,
      failure: null,
    };
  }

  #lookAtRolling(set: ScaleSet): void {
    const { rolling } = set;
    if (rolling === null) return;
    const before = this.#rolling?.of === rolling.operation ? this.#rolling.code : null;
    const isChosen = set.bulk.length === 0;
    const isInBatch = isChosen ? rolling.inProgress > 0 : this.#isInBatch;
    const isNewBatch = isInBatch && !this.#isInBatch;
    this.#isInBatch = isInBatch;
    if (before === rolling.code && !isNewBatch) return;
    this.#rolling = { of: rolling.operation, code: rolling.code };
    const owner = operationAt(set, rolling.owner);
    this.#drafts.push({
      subject: 'rollingUpgrade',
      at: set.now,
      cause: owner === undefined ? null : causeOf(owner),
      before,
      after: rolling.code,
      batch: isNewBatch ? rolling.inProgress : 0,
      successful: rolling.successful,
      failed: rolling.failed,
      pending: rolling.pending,
      failure: rolling.failure,
    });
  }

  #causeOf(set: ScaleSet, instanceId: number): EventCause | null {
    const operation = operationAt(set, this.#operations.get(instanceId) ?? 0);
    return operation === undefined ? null : causeOf(operation);
  }

  #forget(instanceId: number): void {
    this.#known.delete(instanceId);
    this.#operations.delete(instanceId);
  }
}

/** As `operationAt` of operations.ts, which tells observers. */
function operationAt(set: ScaleSet, index: number): Operation | undefined {
  return index === 0 ? undefined : set.operations[index - set.firstOperation];
}

function causeOf({ id, kind, action }: Operation): EventCause {
  return { operationId: id, kind, action };
}
