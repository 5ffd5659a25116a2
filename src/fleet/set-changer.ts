import { type Instant, invariant, NEVER } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import { check, type Command, findOperation, type Refusal } from '../scaleset/index.ts';
import { type Store, StoreError, type Write } from '../store/index.ts';
import { deriveIds } from './derived-ids.ts';
import { type JournalledCommand, LiveSet } from './live-set.ts';
import type { Residents } from './residents.ts';
import type { SetAdvancer } from './set-advancer.ts';
import {
  formatSetDocument,
  journalName,
  readSetDocument,
  SET_COLLECTION,
  type SetDocument,
  type StoredSetDocument,
} from './set-document.ts';
import type { SetSource } from './set-source.ts';
import type { ChangeContext, Changed, Decision, Refused } from './types.ts';

/** How often a change is decided anew because another process was faster; then it is a conflict. */
const ATTEMPTS_MAX = 10;

export type Decide<R> = (context: ChangeContext) => Decision<R>;

/** The answer to a change, or that it has to be decided anew. */
type Outcome<R> = Changed | Refused<R | Refusal> | 'again';

export interface SetChangerOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly seed: number;
  readonly residents: Residents;
  readonly source: SetSource;
  readonly advancer: SetAdvancer;
}

/** Journals commands, one at a time per set; the caller holds the lock of the key. */
export class SetChanger {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #seed: number;
  readonly #residents: Residents;
  readonly #source: SetSource;
  readonly #advancer: SetAdvancer;

  constructor(options: SetChangerOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#seed = options.seed;
    this.#residents = options.residents;
    this.#source = options.source;
    this.#advancer = options.advancer;
  }

  async change<R>(key: string, decide: Decide<R>): Promise<Changed | Refused<R | Refusal>> {
    for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
      const opened = await this.#source.open(key);
      const outcome =
        opened.live === undefined
          ? await this.#create(key, opened.document, decide)
          : await this.#change(opened.live, decide);
      if (outcome !== 'again') return outcome;
    }
    throw new StoreError('conflict', `${key} is being changed by others all the time.`);
  }

  async #change<R>(live: LiveSet, decide: Decide<R>): Promise<Outcome<R>> {
    while (live.catchingUp !== undefined) await live.catchingUp;
    if (live.dropped) return 'again';
    const at = Math.max(this.#clock.now(), live.earliestAt);
    live.hold = at;
    this.#residents.update(live);
    let isJournalled = false;
    try {
      return await this.#changeAt(live, at, decide, () => {
        isJournalled = true;
      });
    } catch (error) {
      const isConflict = error instanceof StoreError && error.code === 'conflict';
      if (isJournalled || (error instanceof StoreError && !isConflict)) {
        // Nobody knows whether it was written, or how much of it was applied; the journal does.
        this.#residents.drop(live);
      }
      if (isJournalled || !isConflict) throw error;
      live.hold = NEVER;
      if (!(await this.#hasMoved(live))) throw error;
      return 'again';
    } finally {
      live.hold = NEVER;
      this.#advancer.afterChange(live);
    }
  }

  async #changeAt<R>(
    live: LiveSet,
    at: Instant,
    decide: Decide<R>,
    onJournalled: () => void,
  ): Promise<Outcome<R>> {
    if (await this.#advancer.bringTo(live, at)) return 'again';
    const { journal, scaleSet } = live;
    const revision = live.revision + 1;
    const context = { current: scaleSet, now: at, ...deriveIds(this.#seed, journal, revision) };
    const decision = decide(context);
    if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal };
    const journalled = toJournal(decision.command, context);
    const refusal = check(scaleSet, decision.command);
    if (refusal !== null) return { kind: 'refused', refusal };
    const writes = [...(decision.writes ?? [])];
    if (decision.command.kind === 'deleteSet') writes.push(...(await this.#markDeleting(live)));
    await this.#store.commit([append(journal, revision, journalled), ...writes]);
    onJournalled();
    live.apply(journalled);
    await this.#advancer.bringTo(live, at);
    return changed(live, context.operationId);
  }

  async #create<R>(
    key: string,
    document: StoredSetDocument | undefined,
    decide: Decide<R>,
  ): Promise<Outcome<R>> {
    const incarnation = (document?.incarnation ?? 0) + 1;
    const journal = journalName(key, incarnation);
    const ids = deriveIds(this.#seed, journal, 1);
    const context = { current: undefined, now: this.#clock.now(), ...ids };
    const decision = decide(context);
    if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal };
    const { command } = decision;
    invariant(
      command.kind === 'create',
      `${key} does not exist: only a create command is possible`,
    );
    const { resourceId, location } = command.genesis;
    invariant(resourceId.toLowerCase() === key, `${resourceId} is created under the key ${key}`);
    const journalled = toJournal(command, context);
    try {
      await this.#store.commit([
        append(journal, 1, journalled),
        put(key, document?.revision ?? 0, {
          journal,
          resourceId,
          location,
          incarnation,
          state: 'live',
        }),
        ...(decision.writes ?? []),
      ]);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
      const now = await readSetDocument(this.#store, key);
      if (now?.revision === document?.revision && now?.journal === document?.journal) throw error;
      return 'again';
    }
    // A read may have found the journal already and be at work on it.
    const present = this.#residents.get(key);
    const live = present?.journal === journal ? present : LiveSet.create(journal, journalled);
    if (live !== present) this.#residents.add(live);
    await this.#advancer.bringTo(live, command.at);
    this.#advancer.afterChange(live);
    return changed(live, context.operationId);
  }

  /** So that a restart knows, without loading every set, whose end has to be seen to. */
  async #markDeleting(live: LiveSet): Promise<readonly Write[]> {
    const document = await readSetDocument(this.#store, live.key);
    if (document?.journal !== live.journal || document.state !== 'live') return [];
    return [put(live.key, document.revision, { ...document, state: 'deleting' })];
  }

  /** Whether the conflict was about this set: then it has been brought up to date. */
  async #hasMoved(live: LiveSet): Promise<boolean> {
    const before = live.revision;
    if (!(await this.#source.catchUp(live))) return true;
    if (live.revision > before) return true;
    const document = await readSetDocument(this.#store, live.key);
    if (document?.journal === live.journal) return false;
    this.#residents.drop(live);
    return true;
  }
}

function toJournal(command: Command, context: ChangeContext): JournalledCommand {
  const { now, operationId, current } = context;
  invariant(command.at === now, 'a command is accepted at the instant it was decided at');
  invariant(command.operationId === operationId, 'a command starts the operation it was given');
  invariant(
    (command.kind === 'create') === (current === undefined),
    'only what is not there is created',
  );
  const payload = JSON.stringify(command);
  // Applied as it will be read again: what JSON cannot carry must not be seen by anybody.
  return { command: JSON.parse(payload) as Command, payload };
}

function append(journal: string, revision: number, { command, payload }: JournalledCommand): Write {
  return { kind: 'append', journal, revision, payload, tag: command.operationId };
}

function put(key: string, expected: number, document: SetDocument): Write {
  const value = formatSetDocument(document);
  return { kind: 'put', collection: SET_COLLECTION, key, value, expected };
}

function changed(live: LiveSet, operationId: string): Changed {
  const operation = findOperation(live.scaleSet, operationId);
  invariant(operation !== undefined, `${live.journal} does not know the operation it was given`);
  return { kind: 'changed', scaleSet: live.scaleSet, operation };
}
