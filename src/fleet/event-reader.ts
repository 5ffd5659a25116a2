import type { Instant } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import { type SetEvent, SetObserver } from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import { type JournalLoader, TRANSITIONS_PER_STEP } from './journal-loader.ts';
import { LiveSet, readRow } from './live-set.ts';
import { readSetDocument } from './set-document.ts';
import type { Slicer } from './slicer.ts';
import type { EventPage, EventQuery } from './types.ts';

export interface EventReaderOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly slicer: Slicer;
  readonly loader: JournalLoader;
}

/**
 * Reads the events of a set by playing its journal once more, on a copy that is seen by nobody else
 * and dropped afterwards (decision 0016). Costs what the set's whole life costs, in slices.
 */
export class EventReader {
  readonly #options: EventReaderOptions;
  /** One at a time: each holds a whole set in memory. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EventReaderOptions) {
    this.#options = options;
  }

  /** Undefined when there is no such set, and none that has gone lately. */
  read(key: string, query: EventQuery): Promise<EventPage | undefined> {
    const page = this.#last.then(() => this.#read(key, query));
    this.#last = page.catch(() => {});
    return page;
  }

  async #read(key: string, query: EventQuery): Promise<EventPage | undefined> {
    const { store, clock, slicer, loader } = this.#options;
    const document = await readSetDocument(store, key);
    if (document === undefined) return undefined;
    const [first] = await store.readJournal(document.journal, { after: 0, limit: 1 });
    if (first === undefined) return undefined;
    const until = clock.now();
    const found: SetEvent[] = [];
    let more = false;
    const copy = LiveSet.create(document.journal, readRow(first));
    const observer = new SetObserver((event) => {
      if (!isAsked(event, query, until)) return;
      if (found.length < query.limit) found.push(event);
      else more = true;
    });
    observer.attach(copy.scaleSet);
    await loader.catchUp(copy);
    await slicer.run(() => copy.advance(until, TRANSITIONS_PER_STEP));
    observer.flush(copy.scaleSet);
    return { resourceId: document.resourceId, events: found, more };
  }
}

function isAsked(event: SetEvent, query: EventQuery, until: Instant): boolean {
  if (event.sequence <= query.after || event.at < query.since || event.at > until) return false;
  if (query.instance === null) return true;
  const isOfMachine = event.subject === 'instance' || event.subject === 'extension';
  if (!isOfMachine) return false;
  return event.name === query.instance || String(event.instanceId) === query.instance;
}
