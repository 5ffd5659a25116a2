import { NEVER } from '../base/index.ts';
import type { Store } from '../store/index.ts';
import type { HeadReader } from './head-reader.ts';
import type { JournalLoader } from './journal-loader.ts';
import type { KeyLocks } from '../base/index.ts';
import type { LiveSet } from './live-set.ts';
import type { Residents } from './residents.ts';
import {
  FORGOTTEN_JOURNAL,
  keyOfJournal,
  readSetDocument,
  type StoredSetDocument,
} from './set-document.ts';

/** A live set, or what is known of a key that has none now: nothing, or its last deleted one. */
export type Opened =
  | { readonly live: LiveSet }
  | { readonly live: undefined; readonly document: StoredSetDocument | undefined };

export interface SetSourceOptions {
  readonly store: Store;
  readonly residents: Residents;
  readonly loader: JournalLoader;
  readonly heads: HeadReader;
  readonly locks: KeyLocks;
}

/**
 * Finds a set in memory or brings it there, with every command in it that was acknowledged anywhere
 * before it was asked for. What is due is left to the caller.
 */
export class SetSource {
  readonly #store: Store;
  readonly #residents: Residents;
  readonly #loader: JournalLoader;
  readonly #heads: HeadReader;
  readonly #locks: KeyLocks;
  readonly #loading = new Map<string, Promise<Opened>>();
  #forgotten: number;

  constructor(options: SetSourceOptions, forgotten: number) {
    this.#store = options.store;
    this.#residents = options.residents;
    this.#loader = options.loader;
    this.#heads = options.heads;
    this.#locks = options.locks;
    this.#forgotten = forgotten;
  }

  async open(key: string): Promise<Opened> {
    for (;;) {
      const live = this.#residents.get(key);
      if (live !== undefined) {
        if (await this.#isFresh(live)) return { live };
        continue;
      }
      const underWay = this.#loading.get(key);
      if (underWay === undefined) return this.#load(key);
      const opened = await underWay;
      // On a shared store that load may have begun before the last change elsewhere.
      if (!this.#store.shared) return opened;
    }
  }

  /** Also for a deleted set, whose operations are still asked for. */
  async openJournal(journal: string): Promise<LiveSet | undefined> {
    const gone = this.#residents.getGone(journal);
    if (gone !== undefined) return gone;
    const key = keyOfJournal(journal);
    if (key === undefined) return undefined;
    const { live } = await this.open(key);
    if (live?.journal === journal) return live;
    const loaded = await this.#loader.load(journal);
    if (loaded !== undefined) this.#residents.addGone(loaded);
    return loaded;
  }

  /** Applies what others have appended. False when the set has to be loaded anew; it is dropped then. */
  async catchUp(live: LiveSet): Promise<boolean> {
    live.catchingUp ??= this.#loader.catchUp(live).finally(() => {
      live.catchingUp = undefined;
      this.#residents.update(live);
    });
    const fits = await live.catchingUp;
    if (!fits) this.#residents.drop(live);
    return fits;
  }

  /** This process has forgotten journals and appended the row that tells the others. */
  onForgotten(revision: number): void {
    // Others have too, meanwhile, and nobody has noticed yet.
    if (revision > this.#forgotten + 1) this.#residents.dropAll();
    this.#forgotten = Math.max(this.#forgotten, revision);
  }

  async #isFresh(live: LiveSet): Promise<boolean> {
    if (!this.#store.shared) return true;
    const before = live.revision;
    const [head, forgotten] = await Promise.all([
      this.#heads.read(live.journal),
      this.#heads.read(FORGOTTEN_JOURNAL),
    ]);
    if (forgotten > this.#forgotten) {
      this.#forgotten = forgotten;
      this.#residents.dropAll();
    }
    if (head < before) this.#residents.drop(live);
    while (!live.dropped && live.revision < head) {
      // The row may be the one that is being journalled right now, here.
      if (live.hold !== NEVER) await this.#locks.idle(live.key);
      else await this.catchUp(live);
    }
    return !live.dropped;
  }

  #load(key: string): Promise<Opened> {
    const opened = this.#loadNow(key).finally(() => this.#loading.delete(key));
    this.#loading.set(key, opened);
    return opened;
  }

  async #loadNow(key: string): Promise<Opened> {
    const document = await readSetDocument(this.#store, key);
    if (document === undefined || document.state === 'gone') return { live: undefined, document };
    const loaded = await this.#loader.load(document.journal);
    // Forgotten between the two reads.
    if (loaded === undefined) return { live: undefined, document: undefined };
    const present = this.#residents.get(key);
    if (present?.journal === loaded.journal && present.revision >= loaded.revision) {
      return { live: present };
    }
    this.#residents.add(loaded);
    return { live: loaded };
  }
}
