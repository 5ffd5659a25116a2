import { type Instant, MICROS_PER_SECOND, NEVER } from '../base/index.ts';
import type { ClockControl } from '../clock/index.ts';
import { findOperation, type Refusal, type ScaleSet } from '../scaleset/index.ts';
import { type Store, StoreError } from '../store/index.ts';
import { EventReader } from './event-reader.ts';
import { GoneSets, pagesOf } from './gone-sets.ts';
import { Gate } from './gate.ts';
import { HeadReader } from './head-reader.ts';
import { JournalLoader } from './journal-loader.ts';
import { KeyLocks } from '../base/index.ts';
import type { LiveSet } from './live-set.ts';
import { RecentMap } from './recent-map.ts';
import { Residents } from './residents.ts';
import { SetAdvancer } from './set-advancer.ts';
import { type Decide, SetChanger } from './set-changer.ts';
import {
  FORGOTTEN_JOURNAL,
  parseSetDocument,
  SET_COLLECTION,
  type SetState,
} from './set-document.ts';
import { SetSource } from './set-source.ts';
import { Slicer } from './slicer.ts';
import { type SnapshotBound, SnapshotWriter } from './snapshot-writer.ts';
import type {
  Changed,
  EventPage,
  EventQuery,
  EventScope,
  EventStream,
  Fleet,
  FleetLog,
  FleetMeasure,
  FoundOperation,
  GoneListener,
  Refused,
} from './types.ts';

export interface FleetOptions {
  readonly store: Store;
  readonly clock: ClockControl;
  /** Of all ids and draws. */
  readonly seed: number;
  readonly log: FleetLog;
  /** What the sets in memory may take together; the least recently used ones leave first. */
  readonly memoryBudgetBytes?: number;
  /** The longest piece of work between two turns of the event loop. */
  readonly sliceMs?: number;
  readonly snapshotEvery?: SnapshotBound;
  /** How many deleted sets keep their journals, so that their operations can still be polled. */
  readonly goneSetsKept?: number;
}

const MEMORY_BUDGET_BYTES = 512 * 1024 * 1024;
const SLICE_MS = 2;
/** A replay of this much takes some tens of milliseconds. */
const SNAPSHOT_EVERY: SnapshotBound = { commands: 200, transitions: 200_000 };
const GONE_SETS_KEPT = 1_000;

/** Operations whose journal is known without a look at the store. */
const OPERATIONS_KNOWN_MAX = 20_000;

/** Due work this close together is done by one jump of an instant clock. */
const JUMP_BATCH = MICROS_PER_SECOND;
/** An instant clock does not run after work that makes new work for ever. */
const JUMP_MAX = 86_400 * MICROS_PER_SECOND;

/** Opens the fleet of a store. Call `onGone` for every listener, then `resume`. */
export async function createFleet(options: FleetOptions): Promise<Fleet> {
  const [forgotten = 0] = await options.store.readHeads([FORGOTTEN_JOURNAL]);
  const { store, clock, log } = options;
  const residents = new Residents(options.memoryBudgetBytes ?? MEMORY_BUDGET_BYTES);
  const locks = new KeyLocks();
  const slicer = new Slicer(clock, options.sliceMs ?? SLICE_MS);
  const loader = new JournalLoader({ store, slicer, log });
  const heads = new HeadReader(store, clock);
  const source = new SetSource({ store, residents, loader, heads, locks }, forgotten);
  const keep = options.goneSetsKept ?? GONE_SETS_KEPT;
  const gone = await GoneSets.open({ store, clock, residents, source, keep });
  const bound = options.snapshotEvery ?? SNAPSHOT_EVERY;
  const snapshots = new SnapshotWriter({ store, clock, slicer, bound, log });
  const events = new EventReader({ store, clock, slicer });
  return new LiveFleet({ ...options, residents, locks, slicer, source, gone, snapshots, events });
}

interface Parts extends FleetOptions {
  readonly residents: Residents;
  readonly locks: KeyLocks;
  readonly slicer: Slicer;
  readonly source: SetSource;
  readonly gone: GoneSets;
  readonly snapshots: SnapshotWriter;
  readonly events: EventReader;
}

class LiveFleet implements Fleet {
  readonly #store: Store;
  readonly #clock: ClockControl;
  readonly #log: FleetLog;
  readonly #residents: Residents;
  readonly #locks: KeyLocks;
  readonly #source: SetSource;
  readonly #gone: GoneSets;
  readonly #snapshots: SnapshotWriter;
  readonly #events: EventReader;
  readonly #advancer: SetAdvancer;
  readonly #changer: SetChanger;
  readonly #gate = new Gate();
  readonly #operations = new RecentMap<string, string>(OPERATIONS_KNOWN_MAX);
  readonly #background = new Set<Promise<void>>();
  #settling: Promise<void> | undefined;
  #awake: Promise<void> | undefined;
  #makingRoom = false;
  #bytesInUse = 0;

  constructor(parts: Parts) {
    const { store, clock, seed, residents, slicer, source, gone, snapshots } = parts;
    this.#store = store;
    this.#clock = clock;
    this.#log = parts.log;
    this.#residents = residents;
    this.#locks = parts.locks;
    this.#source = source;
    this.#gone = gone;
    this.#snapshots = snapshots;
    this.#events = parts.events;
    const onWake = (): void =>
      this.#inBackground('Due work could not be done.', () =>
        this.#gate.enter(() => this.#settle()),
      );
    this.#advancer = new SetAdvancer({ clock, residents, slicer, snapshots, gone, onWake });
    const advancer = this.#advancer;
    this.#changer = new SetChanger({ store, clock, seed, residents, source, advancer });
  }

  resume(): void {
    this.#inBackground('A deletion could not be finished.', () => this.#load(['deleting']));
  }

  peek(key: string): ScaleSet | undefined {
    if (this.#store.shared) return undefined;
    const live = this.#residents.get(key);
    if (live === undefined || !this.#advancer.tryBringToPresent(live)) return undefined;
    return live.isGone ? undefined : live.scaleSet;
  }

  async find(key: string): Promise<ScaleSet | undefined> {
    return this.peek(key) ?? this.#gate.enter(() => this.#find(key));
  }

  async change<R>(key: string, decide: Decide<R>): Promise<Changed | Refused<R | Refusal>> {
    const endChange = this.#events.beginChange(key);
    const outcome = await this.#gate
      .enter(() => this.#locks.run(key, () => this.#changer.change(key, decide)))
      .finally(endChange);
    const live = this.#residents.get(key);
    if (outcome.kind === 'changed' && live !== undefined) {
      this.#operations.set(outcome.operation.operationId, live.journal);
    }
    this.#makeRoom();
    return outcome;
  }

  findOperation(operationId: string): Promise<FoundOperation | undefined> {
    return this.#gate.enter(async () => {
      const journal =
        this.#operations.get(operationId) ?? (await this.#store.findTagged(operationId))?.journal;
      if (journal === undefined) return undefined;
      const live = await this.#source.openJournal(journal);
      if (live === undefined) return undefined;
      this.#operations.set(operationId, journal);
      await this.#bringToPresent(live);
      const operation = findOperation(live.scaleSet, operationId);
      return operation && { operation, key: live.key, location: live.location };
    });
  }

  events(key: string, query: EventQuery): Promise<EventPage | undefined> {
    return this.#gate.enter(() => this.#events.read(key, query));
  }

  playEvents(scope: EventScope): EventStream {
    const playback = this.#events.play(scope);
    return {
      next: (limit) => this.#gate.enter(() => playback.next(limit)),
      more: (signal) => playback.more(signal),
      close: () => playback.close(),
    };
  }

  lookForEvents(): void {
    if (this.#store.shared) this.#events.lookAgain();
  }

  async settle(): Promise<void> {
    await this.#awaken();
    await this.#gate.enter(() => this.#settle());
  }

  async settleAll(): Promise<void> {
    if (this.#clock.mode.kind !== 'instant') return;
    await this.#awaken();
    if (this.nextDue() === NEVER) return;
    this.#settling ??= this.#gate
      .enter(() => this.#jumpUntilSettled())
      .finally(() => {
        this.#settling = undefined;
      });
    await this.#settling;
  }

  nextDue(): Instant {
    return this.#residents.nextDue();
  }

  onGone(listener: GoneListener): void {
    this.#gone.onGone(listener);
  }

  async forget(prefix: string): Promise<void> {
    await this.#gate.alone(async () => {
      await this.#snapshots.idle();
      await this.#gone.forget(prefix);
      this.#operations.clear();
    });
  }

  measure(): FleetMeasure {
    const { size, bytes, unsettled } = this.#residents;
    return { scaleSetsInMemory: size, memoryBytes: bytes, unsettledScaleSets: unsettled };
  }

  async close(): Promise<void> {
    await this.#end(async () => {
      for (const live of this.#residents.all()) await this.#snapshots.writeBeforeParting(live);
    });
  }

  async abandon(): Promise<void> {
    await this.#end(() => Promise.resolve());
  }

  async #end(last: () => Promise<void>): Promise<void> {
    this.#advancer.stop();
    await this.#gate.alone(last);
    await Promise.all(this.#background);
    await this.#snapshots.idle();
  }

  async #find(key: string): Promise<ScaleSet | undefined> {
    const { live } = await this.#source.open(key);
    if (live === undefined) return undefined;
    const isGone = await this.#bringToPresent(live);
    this.#makeRoom();
    return isGone ? undefined : live.scaleSet;
  }

  async #bringToPresent(live: LiveSet): Promise<boolean> {
    const isGone = await this.#advancer.bringTo(live, this.#clock.now());
    if (isGone) this.#trim();
    return isGone;
  }

  /**
   * Whoever asks for everything that is due means also the sets that nobody has asked for since the
   * start; they are loaded once. A clock that runs by itself can wait until they are asked for.
   */
  #awaken(): Promise<void> {
    this.#awake ??= this.#load(['live', 'deleting']).catch((error: unknown) => {
      this.#awake = undefined;
      throw error;
    });
    return this.#awake;
  }

  async #load(states: readonly SetState[]): Promise<void> {
    for await (const page of pagesOf(this.#store, SET_COLLECTION, '')) {
      for (const { key, revision, value } of page) {
        const { state } = parseSetDocument(key, revision, value);
        if (!states.includes(state) || this.#residents.get(key) !== undefined) continue;
        try {
          await this.find(key);
        } catch (error) {
          // A set that cannot be read must not keep the others from moving on.
          if (error instanceof StoreError) throw error;
          this.#log('A scale set could not be loaded.', { key, error });
        }
      }
    }
  }

  async #settle(): Promise<void> {
    await this.#advancer.settle();
    this.#trim();
    this.#makeRoom();
  }

  async #jumpUntilSettled(): Promise<void> {
    const last = this.#clock.now() + JUMP_MAX;
    for (let due = this.nextDue(); due <= last; due = this.nextDue()) {
      const ahead = due - this.#clock.now();
      // By a length and not to an instant: this clock also runs by itself.
      if (ahead > 0) this.#clock.advanceBy(ahead + JUMP_BATCH);
      await this.#settle();
    }
  }

  #trim(): void {
    if (this.#gone.isTrim) return;
    this.#inBackground('Old journals could not be forgotten.', () =>
      this.#gate.enter(() => this.#gone.trim()),
    );
  }

  /** Lets the least recently used sets go; what they would cost to load again is saved first. */
  #makeRoom(): void {
    if (this.#makingRoom || !this.#residents.isFull) return;
    // What could not be let go last time was in use; it is not asked again before more has come.
    if (this.#residents.bytes <= this.#bytesInUse) return;
    this.#makingRoom = true;
    this.#inBackground('No room could be made in memory.', async () => {
      try {
        for (const live of this.#residents.surplus(this.#mayGo)) {
          await this.#snapshots.writeBeforeParting(live);
          if (this.#mayGo(live)) this.#residents.drop(live);
        }
      } finally {
        this.#bytesInUse = this.#residents.isFull ? this.#residents.bytes : 0;
        this.#makingRoom = false;
      }
    });
  }

  readonly #mayGo = (live: LiveSet): boolean =>
    live.hold === NEVER &&
    live.catchingUp === undefined &&
    live.finishing === undefined &&
    !this.#locks.isHeld(live.key);

  #inBackground(complaint: string, task: () => Promise<void>): void {
    const done = task()
      .catch((error: unknown) => this.#log(complaint, { error }))
      .finally(() => this.#background.delete(done));
    this.#background.add(done);
  }
}
