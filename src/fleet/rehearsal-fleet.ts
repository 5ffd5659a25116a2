import type { Instant } from '../base/index.ts';
import {
  check,
  createScaleSet,
  findOperation,
  type OperationView,
  type Refusal,
  type ScaleSet,
} from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import { deriveIds } from './derived-ids.ts';
import type { ChangeContext, Changed, Decision, Fleet, Refused } from './types.ts';

export interface RehearsalOptions {
  /** The real one; it is only read. */
  readonly fleet: Fleet;
  /** Where the documents of a decision go: an overlay. */
  readonly store: Store;
  now(): Instant;
}

/**
 * A fleet in which nothing happens: decisions are made and checked as they would be, sets that would
 * be made can be looked at, and the fleet behind it never hears of them.
 */
export function createRehearsalFleet({ fleet, store, now }: RehearsalOptions): Fleet {
  const made = new Map<string, ScaleSet>();
  const find = async (key: string): Promise<ScaleSet | undefined> =>
    made.get(key) ?? (await fleet.find(key));

  async function change<R>(
    key: string,
    decide: (context: ChangeContext) => Decision<R>,
  ): Promise<Changed | Refused<R | Refusal>> {
    const current = await find(key);
    const context = { current, now: now(), ...deriveIds(0, `rehearsal/${key}`, made.size + 1) };
    const decision = decide(context);
    if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal };
    const { command, writes = [] } = decision;
    if (current !== undefined) {
      const refusal = check(current, command);
      if (refusal !== null) return { kind: 'refused', refusal };
    }
    await store.commit(writes);
    if (current !== undefined) {
      const operation = begun(command.kind, context);
      return { kind: 'changed', scaleSet: current, operation };
    }
    const scaleSet = createScaleSet(command);
    made.set(key, scaleSet);
    const operation = findOperation(scaleSet, context.operationId) ?? begun('create', context);
    return { kind: 'changed', scaleSet, operation };
  }

  return {
    find,
    peek: (key) => made.get(key) ?? fleet.peek(key),
    change,
    findOperation: (operationId) => fleet.findOperation(operationId),
    events: (key, query) => fleet.events(key, query),
    playEvents: (scope) => fleet.playEvents(scope),
    lookForEvents: () => fleet.lookForEvents(),
    measure: () => fleet.measure(),
    nextDue: () => fleet.nextDue(),
    async settle() {},
    async settleAll() {},
    async forget() {},
    async close() {},
    async abandon() {},
    onGone() {},
    resume() {},
  };
}

function begun(
  kind: OperationView['kind'],
  { operationId, now }: Pick<ChangeContext, 'operationId' | 'now'>,
): OperationView {
  return {
    operationId,
    kind,
    action: null,
    startedAt: now,
    endedAt: null,
    state: 'inProgress',
    failure: null,
    instanceCount: 0,
    expectedEnd: now,
    output: null,
  };
}
