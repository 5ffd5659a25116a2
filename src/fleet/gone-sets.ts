import type { Clock } from '../clock/index.ts';
import { type Store, StoreError, type StoredDocument, type Write } from '../store/index.ts';
import type { LiveSet } from './live-set.ts';
import type { Residents } from './residents.ts';
import {
  FORGOTTEN_JOURNAL,
  formatSetDocument,
  GONE_COLLECTION,
  keyOfJournal,
  parseSetDocument,
  readSetDocument,
  SET_COLLECTION,
} from './set-document.ts';
import type { SetSource } from './set-source.ts';
import type { GoneListener } from './types.ts';

/** How often the end of a set is written down again when another process writes at the same time. */
const ATTEMPTS_MAX = 5;

/** Journals that are forgotten in one commit. */
const FORGET_AT_ONCE = 50;

const DOCUMENTS_PER_PAGE = 1_000;

export interface GoneSetsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly residents: Residents;
  readonly source: SetSource;
  /** How many deleted sets keep their journals. */
  readonly keep: number;
}

/** The end of sets: written down once, their journals kept for a while, then forgotten. */
export class GoneSets {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #residents: Residents;
  readonly #source: SetSource;
  readonly #keep: number;
  readonly #listeners: GoneListener[] = [];
  #count: number;
  #forgetting: Promise<void> | undefined;

  private constructor(options: GoneSetsOptions, count: number) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#residents = options.residents;
    this.#source = options.source;
    this.#keep = options.keep;
    this.#count = count;
  }

  static async open(options: GoneSetsOptions): Promise<GoneSets> {
    let count = 0;
    for await (const page of pagesOf(options.store, GONE_COLLECTION, '')) count += page.length;
    return new GoneSets(options, count);
  }

  onGone(listener: GoneListener): void {
    this.#listeners.push(listener);
  }

  /** Level-triggered and idempotent: whoever sees a set that is gone calls it. */
  finish(live: LiveSet): Promise<void> {
    live.finishing ??= this.#finish(live).finally(() => {
      live.finishing = undefined;
    });
    return live.finishing;
  }

  async #finish(live: LiveSet): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const document = await readSetDocument(this.#store, live.key);
      // Another process was first, and may even have made the set anew.
      if (document?.journal !== live.journal || document.state === 'gone') break;
      const writes: Write[] = [
        {
          kind: 'put',
          collection: SET_COLLECTION,
          key: live.key,
          value: formatSetDocument({ ...document, state: 'gone' }),
          expected: document.revision,
        },
        {
          kind: 'put',
          collection: GONE_COLLECTION,
          key: `${String(this.#clock.now()).padStart(17, '0')}/${live.journal}`,
          value: JSON.stringify(live.journal),
        },
      ];
      for (const listener of this.#listeners) writes.push(...((await listener(live.key)) ?? []));
      try {
        await this.#store.commit(writes);
        this.#count += 1;
        break;
      } catch (error) {
        const again = error instanceof StoreError && error.code === 'conflict';
        if (!again || attempt === ATTEMPTS_MAX) throw error;
      }
    }
    live.isBuried = true;
    if (!live.dropped) this.#residents.addGone(live);
  }

  /** Some more are tolerated, so that it is not done for each single one. */
  get isTrim(): boolean {
    return this.#count <= this.#keep + Math.ceil(this.#keep / 10);
  }

  /** Forgets all but the newest of the deleted sets. */
  async trim(): Promise<void> {
    while (!this.isTrim) {
      this.#forgetting ??= this.#forgetOldest().finally(() => {
        this.#forgetting = undefined;
      });
      await this.#forgetting;
    }
  }

  async #forgetOldest(): Promise<void> {
    const limit = Math.min(this.#count - this.#keep, FORGET_AT_ONCE);
    const journals = new Set<string>();
    await this.#commitForgetting(async () => {
      journals.clear();
      const oldest = await this.#store.listDocuments(GONE_COLLECTION, { prefix: '', limit });
      const writes: Write[] = [];
      for (const entry of oldest) {
        writes.push(...(await this.#forgetOne(entry)));
        journals.add(journalOf(entry));
      }
      return writes;
    });
    // When there were fewer, another process has forgotten some as well.
    this.#count = journals.size < limit ? 0 : this.#count - limit;
    this.#residents.dropAll((live) => journals.has(live.journal));
  }

  async #forgetOne(entry: StoredDocument): Promise<readonly Write[]> {
    const journal = journalOf(entry);
    const key = keyOfJournal(journal) ?? journal;
    const document = await readSetDocument(this.#store, key);
    const writes: Write[] = [
      { kind: 'delete', collection: GONE_COLLECTION, key: entry.key, expected: entry.revision },
      { kind: 'forget', journal },
    ];
    if (document?.journal === journal && document.state === 'gone') {
      const { revision } = document;
      writes.push({ kind: 'delete', collection: SET_COLLECTION, key, expected: revision });
    }
    return writes;
  }

  /** Everything about the keys of a prefix; the caller sees to it that nobody here uses them. */
  async forget(prefix: string): Promise<void> {
    let forgotten = 0;
    await this.#commitForgetting(async () => {
      const writes: Write[] = [];
      for await (const page of pagesOf(this.#store, SET_COLLECTION, prefix)) {
        for (const { key, revision, value } of page) {
          const { journal, state } = parseSetDocument(key, revision, value);
          // Expected, so that a set that another process makes right now is not left without it.
          writes.push({ kind: 'delete', collection: SET_COLLECTION, key, expected: revision });
          if (state !== 'gone') writes.push({ kind: 'forget', journal });
        }
      }
      forgotten = 0;
      for await (const page of pagesOf(this.#store, GONE_COLLECTION, '')) {
        for (const entry of page) {
          const journal = journalOf(entry);
          if (!journal.startsWith(prefix)) continue;
          writes.push({ kind: 'delete', collection: GONE_COLLECTION, key: entry.key });
          writes.push({ kind: 'forget', journal });
          forgotten += 1;
        }
      }
      return writes;
    });
    this.#count -= forgotten;
    this.#residents.dropAll((live) => live.key.startsWith(prefix));
  }

  /** Journal names may be used again from here on: other processes must let go of what they hold. */
  async #commitForgetting(collect: () => Promise<readonly Write[]>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const [head = 0] = await this.#store.readHeads([FORGOTTEN_JOURNAL]);
      const writes = await collect();
      if (writes.length === 0) return;
      const revision = head + 1;
      try {
        await this.#store.commit([
          ...writes,
          { kind: 'append', journal: FORGOTTEN_JOURNAL, revision, payload: '{}' },
        ]);
        this.#source.onForgotten(revision);
        return;
      } catch (error) {
        const again = error instanceof StoreError && error.code === 'conflict';
        if (!again || attempt === ATTEMPTS_MAX) throw error;
      }
    }
  }
}

function journalOf({ value }: StoredDocument): string {
  return String(JSON.parse(value));
}

export async function* pagesOf(
  store: Store,
  collection: string,
  prefix: string,
): AsyncGenerator<readonly StoredDocument[]> {
  let after: string | undefined;
  for (;;) {
    const page = await store.listDocuments(collection, {
      prefix,
      limit: DOCUMENTS_PER_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    yield page;
    after = page.at(-1)?.key;
    if (after === undefined || page.length < DOCUMENTS_PER_PAGE) return;
  }
}
