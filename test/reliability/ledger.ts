/**
 * What a writer knows of a set. An answer makes it certain; a request whose answer never came leaves
 * two possibilities, of which the store must show one.
 */
export class KnownSet {
  readonly name: string;
  exists: ReadonlySet<boolean> = new Set([false]);
  capacities: ReadonlySet<number> = new Set([0]);
  /** How many commands of the set were accepted: its etag. */
  commands: ReadonlySet<number> = new Set([0]);

  constructor(name: string) {
    this.name = name;
  }

  get isCertain(): boolean {
    return this.exists.size === 1 && this.capacities.size === 1 && this.commands.size === 1;
  }

  get capacity(): number {
    return certain(this.capacities);
  }

  get isThere(): boolean {
    return certain(this.exists);
  }

  /** Before a request is sent: all that may be true until it is answered. */
  expect(change: { exists?: boolean; capacities?: readonly number[] }): () => void {
    const before = {
      exists: this.exists,
      capacities: this.capacities,
      commands: this.commands,
    };
    const commands = certain(this.commands) + 1;
    this.commands = new Set([...this.commands, commands]);
    if (change.exists !== undefined) this.exists = new Set([...this.exists, change.exists]);
    this.capacities = new Set([...this.capacities, ...(change.capacities ?? [])]);
    return () => Object.assign(this, before);
  }

  /** Accepted: what was possible is so now. */
  accepted(now: { exists: boolean; capacity: number }): void {
    this.exists = new Set([now.exists]);
    this.capacities = new Set([now.capacity]);
    this.commands = new Set([Math.max(...this.commands)]);
  }

  /** What the store shows after a restart. */
  found(now: { exists: boolean; capacity: number; commands: number }): void {
    this.exists = new Set([now.exists]);
    this.capacities = new Set([now.capacity]);
    this.commands = new Set([now.commands]);
  }
}

/** All that was acknowledged, over all rounds. */
export class Ledger {
  /** Sets that are there, or may be; those that are gone for certain are only remembered by name. */
  readonly sets = new Map<string, KnownSet>();
  readonly gone: string[] = [];
  /** Polling links of operations that were acknowledged and not yet seen ending. */
  readonly operations = new Set<string>();
  /** The emulator's time of the last check; what happened before has been looked at. */
  checkedAt = '2026-01-01T00:00:00Z';
  acknowledged = 0;
  #names = 0;

  newSet(): KnownSet {
    this.#names += 1;
    const set = new KnownSet(`s${this.#names}`);
    this.sets.set(set.name, set);
    return set;
  }
}

function certain<T>(possible: ReadonlySet<T>): T {
  const [only, ...others] = possible;
  if (only === undefined || others.length > 0) throw new Error('this is not known for certain');
  return only;
}
