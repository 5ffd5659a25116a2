import { type Instant, NEVER } from '../base/index.ts';
import { DueQueue } from '../clock/index.ts';
import type { LiveSet } from './live-set.ts';

/** Deleted sets that are kept in memory because their operations are being polled. */
const GONE_IN_MEMORY_MAX = 64;

/** After making room this share of the budget is in use, so that not every load makes room. */
const ROOMY_SHARE = 0.9;

/** Which sets are in memory, when something is due in them, and which of them have to go. */
export class Residents {
  readonly #live = new Map<string, LiveSet>();
  readonly #gone = new Map<string, LiveSet>();
  readonly #queue = new DueQueue<LiveSet>();
  readonly #memoryBudgetBytes: number;
  #bytes = 0;
  #uses = 0;

  constructor(memoryBudgetBytes: number) {
    this.#memoryBudgetBytes = memoryBudgetBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get size(): number {
    return this.#live.size;
  }

  get isFull(): boolean {
    return this.#bytes > this.#memoryBudgetBytes;
  }

  get unsettled(): number {
    return this.#queue.size;
  }

  all(): readonly LiveSet[] {
    return [...this.#live.values()];
  }

  get(key: string): LiveSet | undefined {
    const live = this.#live.get(key);
    if (live !== undefined) this.#use(live);
    return live;
  }

  getGone(journal: string): LiveSet | undefined {
    const live = this.#gone.get(journal);
    if (live !== undefined) this.#use(live);
    return live;
  }

  add(live: LiveSet): void {
    const before = this.#live.get(live.key);
    if (before !== undefined) this.drop(before);
    this.#live.set(live.key, live);
    this.#use(live);
    this.update(live);
  }

  addGone(live: LiveSet): void {
    this.drop(live);
    live.dropped = false;
    live.isBuried = true;
    const before = this.#gone.get(live.journal);
    if (before !== undefined) this.drop(before);
    this.#gone.set(live.journal, live);
    this.#use(live);
    this.#count(live, live.memoryBytes);
    if (this.#gone.size <= GONE_IN_MEMORY_MAX) return;
    const [oldest] = leastRecentlyUsed([...this.#gone.values()]);
    if (oldest !== undefined) this.drop(oldest);
  }

  drop(live: LiveSet): void {
    for (const [sets, name] of [
      [this.#live, live.key],
      [this.#gone, live.journal],
    ] as const) {
      if (sets.get(name) !== live) continue;
      sets.delete(name);
      this.#count(live, 0);
    }
    this.#queue.remove(live);
    live.dropped = true;
  }

  dropAll(matches: (live: LiveSet) => boolean = () => true): void {
    for (const live of [...this.#live.values(), ...this.#gone.values()]) {
      if (matches(live)) this.drop(live);
    }
  }

  /** After a set has changed in any way; one that is held is woken when it is let go. */
  update(live: LiveSet): void {
    if (live.dropped || this.#live.get(live.key) !== live) return;
    this.#count(live, live.memoryBytes);
    const due = live.hold === NEVER ? live.nextDue : NEVER;
    if (due === NEVER) this.#queue.remove(live);
    else if (live.place < 0 || live.due !== due) this.#queue.put(live, due);
  }

  firstDue(): LiveSet | undefined {
    return this.#queue.first();
  }

  nextDue(): Instant {
    return this.#queue.first()?.due ?? NEVER;
  }

  /**
   * Who has to go to get below the budget: deleted sets first, then settled ones, then those in
   * which something is still to happen (they are computed when they are asked for again).
   */
  surplus(mayGo: (live: LiveSet) => boolean): readonly LiveSet[] {
    let over = this.#bytes - this.#memoryBudgetBytes;
    if (over <= 0) return [];
    over += this.#memoryBudgetBytes * (1 - ROOMY_SHARE);
    const present = leastRecentlyUsed([...this.#live.values()].filter(mayGo));
    const candidates = [
      ...leastRecentlyUsed([...this.#gone.values()]),
      ...present.filter((live) => live.nextDue === NEVER),
      ...present.filter((live) => live.nextDue !== NEVER),
    ];
    const surplus: LiveSet[] = [];
    for (const live of candidates) {
      // The one that was used last stays, however large it is: somebody is looking at it.
      if (over <= 0 || live.lastUse === this.#uses) break;
      surplus.push(live);
      over -= live.countedBytes;
    }
    return surplus;
  }

  #count(live: LiveSet, bytes: number): void {
    this.#bytes += bytes - live.countedBytes;
    live.countedBytes = bytes;
  }

  #use(live: LiveSet): void {
    this.#uses += 1;
    live.lastUse = this.#uses;
  }
}

function leastRecentlyUsed(sets: readonly LiveSet[]): readonly LiveSet[] {
  return sets.toSorted((a, b) => a.lastUse - b.lastUse);
}
