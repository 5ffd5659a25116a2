import { armErrors, currentActivity, type LongRunning } from '../../arm/index.ts';
import { foldCase, type Instant, KeyLocks } from '../../base/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import { type Store, StoreError, type Write } from '../../store/index.ts';
import { isMachine, stillAttached } from './machine-references.ts';
import {
  forgetWrites,
  isPartOf,
  listUses,
  readGuards,
  placeUses,
  referencesOf,
  referenceWrites,
} from './references.ts';
import { scaleSetOf } from './scale-set-references.ts';
import type { Shell } from './shell.ts';
import { stateOf } from './shell.ts';
import {
  endingsUntil,
  endingWrite,
  type KeptShell,
  readShell,
  removalWrites,
  shellWrites,
} from './shell-documents.ts';
import { hasPart, namesIn, partAt } from './shell-parts.ts';
import type { ShellLook, ShellType, Use } from './shell-type.ts';

/** Swept up with each deletion that is accepted: more than one, so that the heap only shrinks. */
const SWEEP_COUNT = 20;
/** Two writers of one resource meet rarely; so often in a row means something is wrong. */
const TRIES_MAX = 20;

/** Whether references to what was never made here are taken (decision 0011). */
export type NetworkMode = 'strict' | 'lenient';

export interface ShellsOptions {
  readonly store: Store;
  readonly longRunning: LongRunning;
  readonly fleet: Pick<Fleet, 'find'>;
  readonly types: readonly ShellType[];
  readonly network: NetworkMode;
}

/** The shells that are kept, and who names whom. */
export interface Shells {
  typeOf(id: string): ShellType | undefined;
  /** By the id in any spelling; undefined when there is none (any more). */
  find(id: string): Promise<Shell | undefined>;
  /** Who names it or a part of it and is still there. */
  usesOf(id: string): Promise<readonly Use[]>;
  /**
   * Writes what `decide` makes of the resource as it is, with its references checked; asks again when
   * somebody else was faster. `decide` throws to refuse and must be pure.
   */
  change(id: string, decide: Decide): Promise<Changed>;
  /** Begins the deletion, or joins the one under way; undefined when there is none. Throws when in use. */
  delete(id: string): Promise<Shell | undefined>;
  /**
   * For sources kept elsewhere, e.g. scale sets: checks what is new and runs `commit` with what belongs
   * into its commit, and with the uses as they are to be recorded. Asks anew when somebody was faster.
   */
  withReferences<R>(
    uses: readonly Use[],
    commit: (guards: readonly Write[], placed: readonly Use[]) => Promise<R>,
  ): Promise<R>;
  /** The writes that forget what a source named that is kept elsewhere. */
  forget(source: string): Promise<readonly Write[]>;
}

export type Decide = (current: Shell | undefined, now: Instant) => Shell;

export interface Changed {
  readonly shell: Shell;
  readonly created: boolean;
}

export function createShells(options: ShellsOptions): Shells {
  return new StoredShells(options);
}

class StoredShells implements Shells {
  readonly #store: Store;
  readonly #longRunning: LongRunning;
  readonly #fleet: Pick<Fleet, 'find'>;
  readonly #types: ReadonlyMap<string, ShellType>;
  readonly #network: NetworkMode;
  /** Of what is named: in this process one waits for the other instead of failing against it. */
  readonly #locks = new KeyLocks();

  constructor({ store, longRunning, fleet, types, network }: ShellsOptions) {
    this.#fleet = fleet;
    this.#store = store;
    this.#longRunning = longRunning;
    this.#types = new Map(types.map((type) => [foldCase(`${type.namespace}/${type.type}`), type]));
    this.#network = network;
  }

  typeOf(id: string): ShellType | undefined {
    const words = id.split('/').slice(6);
    const [namespace, ...rest] = words;
    const types = rest.filter((_, index) => index % 2 === 0);
    for (let length = types.length; length > 0; length -= 1) {
      const type = this.#types.get(foldCase([namespace, ...types.slice(0, length)].join('/')));
      if (type) return type;
    }
    return undefined;
  }

  async find(id: string): Promise<Shell | undefined> {
    const kept = await this.#read(id);
    return kept && this.#alive(kept.shell) ? kept.shell : undefined;
  }

  async usesOf(id: string): Promise<readonly Use[]> {
    const uses = await listUses(this.#store, id);
    const outside = uses.filter(({ source }) => !isPartOf(source, this.#ownerOf(id)));
    const owners = [...new Set(outside.map(({ source }) => this.#ownerOf(source)))];
    const gone = new Set<string>();
    for (const owner of owners) {
      // What is kept elsewhere takes its references away in the commit of its end.
      const kept = this.typeOf(owner) && (await this.#read(owner));
      if (kept && !this.#alive(kept.shell)) gone.add(owner);
    }
    const present = outside.filter(({ source }) => !gone.has(this.#ownerOf(source)));
    const attached = await Promise.all(present.map((use) => this.#isHeld(use)));
    return present.filter((_, index) => attached[index]);
  }

  async #isHeld(use: Use): Promise<boolean> {
    return !isMachine(use.source) || (await stillAttached(this.#fleet, use));
  }

  async change(id: string, decide: Decide): Promise<Changed> {
    return await this.#again(async () => {
      const now = this.#longRunning.now();
      // Once to see whom it will name, so that the locks can be taken, and once for good.
      const planned = decide(await this.find(id), now);
      const ids = [planned.id, ...this.#ownersIn(planned)];
      return await this.#locked(ids, async () => {
        const kept = await this.#read(id);
        const current = kept && this.#alive(kept.shell) ? kept.shell : undefined;
        const guards = await readGuards(this.#store, ids);
        const decided = decide(current, now);
        const shell =
          (await this.typeOf(id)?.allot?.(decided, current, this.#look(now))) ?? decided;
        const locked = new Set(ids.map(foldCase));
        if (this.#ownersIn(shell).some((owner) => !locked.has(foldCase(owner)))) throw outdated(id);
        const before = kept ? referencesOf(kept.shell) : [];
        const after = referencesOf(shell);
        await this.#checkTargets(after, shell);
        if (current) await this.#checkRemovals(current, shell);
        await this.#store.commit([
          ...shellWrites(shell, kept?.revision ?? 0),
          ...referenceWrites(shell.id, before, after),
          ...guards,
          ...(this.typeOf(id)?.alsoKept?.(shell) ?? []),
          ...activityUntil(now, shell.settlesAt, current === undefined ? 201 : 200),
        ]);
        currentActivity()?.kept();
        return { shell, created: current === undefined };
      });
    });
  }

  async delete(id: string): Promise<Shell | undefined> {
    const deleted = await this.#again(async () => {
      const kept = await this.#read(id);
      if (!kept || !this.#alive(kept.shell)) return undefined;
      if (kept.shell.deletion) return kept.shell;
      const type = this.typeOf(id);
      const { shell } = kept;
      return await this.#locked([shell.id], async () => {
        const guards = await readGuards(this.#store, [shell.id]);
        const uses = await this.usesOf(shell.id);
        const refusal = uses.length > 0 ? type?.inUse?.(shell.id, uses) : undefined;
        if (refusal) throw refusal;
        const startedAt = this.#longRunning.now();
        const endsAt = this.#longRunning.endOf(type?.seconds.delete ?? 0);
        const leaving: Shell = { ...shell, deletion: { startedAt, endsAt } };
        await this.#store.commit([
          ...(endsAt <= startedAt
            ? removalWrites(kept)
            : [...shellWrites(leaving, kept.revision), endingWrite(leaving)]),
          ...guards,
          ...(type?.alsoGone?.(shell) ?? []),
          ...activityUntil(startedAt, endsAt, endsAt > startedAt ? 202 : 200),
        ]);
        currentActivity()?.kept();
        return leaving;
      });
    });
    if (deleted) await this.#sweep();
    return deleted;
  }

  async withReferences<R>(
    uses: readonly Use[],
    commit: (guards: readonly Write[], placed: readonly Use[]) => Promise<R>,
  ): Promise<R> {
    const owners = uses.map(({ target }) => this.#ownerOf(target));
    return await this.#again(() =>
      this.#locked(owners, async () => {
        const guards = await readGuards(this.#store, owners);
        await this.#checkTargets(uses, undefined);
        return await commit(guards, await placeUses(this.#store, uses));
      }),
    );
  }

  forget(source: string): Promise<readonly Write[]> {
    return forgetWrites(this.#store, source);
  }

  /** Throws InvalidResourceReference for what is not there. */
  async #checkTargets(uses: readonly Use[], self: Shell | undefined): Promise<void> {
    const found = new Map<string, Shell | undefined>();
    for (const { target, source } of uses) {
      const type = this.typeOf(target);
      if (!type) continue;
      const owner = this.#ownerOf(target);
      const isOwn = self !== undefined && isPartOf(target, self.id);
      if (!isOwn && !found.has(foldCase(owner))) found.set(foldCase(owner), await this.find(owner));
      const shell = isOwn ? self : found.get(foldCase(owner));
      if (!shell && this.#network === 'lenient') continue;
      const isThere = shell !== undefined && !shell.deletion && hasPart(type, shell, target);
      if (!isThere) throw armErrors.invalidResourceReference(target, scaleSetOf(source) ?? source);
    }
  }

  /** Refuses to take a part away that others use. */
  async #checkRemovals(current: Shell, next: Shell): Promise<void> {
    const type = this.typeOf(current.id);
    if (!type?.inUse) return;
    for (const child of type.children ?? []) {
      const kept = new Set(namesIn(next.properties, child.member));
      for (const name of namesIn(current.properties, child.member)) {
        if (kept.has(name)) continue;
        const id = `${current.id}/${child.member}/${name}`;
        const uses = await this.usesOf(id);
        const refusal = uses.length > 0 ? type.inUse(id, uses) : undefined;
        if (refusal) throw refusal;
      }
    }
  }

  /** Whose documents are looked at for the references of a resource. */
  #ownersIn(shell: Shell): readonly string[] {
    const outside = referencesOf(shell).filter(({ target }) => !isPartOf(target, shell.id));
    return outside.map(({ target }) => this.#ownerOf(target));
  }

  /** The resource that an id belongs to: `…/virtualNetworks/v` of `…/virtualNetworks/v/subnets/s`. */
  #ownerOf(id: string): string {
    const depth = this.typeOf(id)?.type.split('/').length ?? 1;
    return id.split('/').slice(0, partAt(depth)).join('/');
  }

  #look(now: Instant): ShellLook {
    return {
      now,
      apiVersion: undefined,
      usesOf: (id) => this.usesOf(id),
      find: (id) => this.find(id),
      scaleSet: (key) => this.#fleet.find(key),
    };
  }

  #alive(shell: Shell): boolean {
    return stateOf(shell, this.#longRunning.now()) !== 'gone';
  }

  /** Takes away what has ended long ago; whatever it meets that somebody else changes stays for later. */
  async #sweep(): Promise<void> {
    const now = this.#longRunning.now();
    for (const ending of await endingsUntil(this.#store, now, SWEEP_COUNT)) {
      const kept = await this.#read(ending.id);
      const writes: Write[] = [ending.taken];
      if (kept && !this.#alive(kept.shell)) writes.push(...removalWrites(kept));
      await this.#tryCommit(writes);
    }
  }

  async #tryCommit(writes: readonly Write[]): Promise<void> {
    try {
      await this.#store.commit(writes);
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
    }
  }

  /** In the order of the keys, so that two who want the same never wait for each other. */
  #locked<R>(ids: readonly string[], task: () => Promise<R>): Promise<R> {
    const [first, ...rest] = [...new Set(ids.map(foldCase))].sort();
    if (first === undefined) return task();
    return this.#locks.run(first, () => this.#locked(rest, task));
  }

  async #again<R>(attempt: () => Promise<R>): Promise<R> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (error) {
        const isConflict = error instanceof StoreError && error.code === 'conflict';
        if (!isConflict || tries === TRIES_MAX) throw error;
      }
    }
  }

  async #read(id: string): Promise<KeptShell | undefined> {
    return await readShell(this.#store, id);
  }
}

/** What the activity log keeps, to be committed with the resource. */
function activityUntil(now: Instant, end: Instant, httpStatus: number): readonly Write[] {
  const goesOn = end > now ? ({ kind: 'at', at: end } as const) : undefined;
  return currentActivity()?.writes(httpStatus, goesOn) ?? [];
}

function outdated(id: string): StoreError {
  return new StoreError('conflict', `${id} changed while it was looked at.`);
}
