import { foldCase, type Instant, type JsonObject } from '../base/index.ts';
import type { Store, StoredDocument, Write } from '../store/index.ts';
import type { Filter, Filterable } from './resource-filter.ts';
import { resourceGroupKey, resourceKey } from './resource-id.ts';

/** What every list and the deletion of groups know about a resource, whoever provides it. */
export interface ResourceEntry {
  /** As the client cased it at its creation. */
  readonly id: string;
  readonly name: string;
  /** `Microsoft.Compute/virtualMachineScaleSets`. */
  readonly type: string;
  /** Normalized. */
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly sku?: JsonObject;
  readonly identity?: JsonObject;
  readonly zones?: readonly string[];
  readonly etag?: string;
  readonly createdAt: Instant;
  /** Its deletion has been accepted and goes on by itself. */
  readonly deleting?: boolean;
  /** It has resources of their own that are not kept but derived from it: machines of a Flexible set. */
  readonly derives?: boolean;
  /** From then on nobody sees it any more; whoever keeps the resource takes the entry away later. */
  readonly goneAt?: Instant;
}

/** A resource that is derived from another, and where it stands among those. */
export interface DerivedResource {
  readonly position: number;
  readonly entry: ResourceEntry;
}

/** The resources that are derived from one, by position, beginning after `after`. */
export type DeriveResources = (
  entry: ResourceEntry,
  after: number,
) => AsyncIterable<DerivedResource>;

export interface ResourcePage {
  readonly entries: readonly ResourceEntry[];
  /** Pass it as `after` for the next page; null when this was the last. */
  readonly next: string | null;
}

export interface ResourceQuery {
  readonly subscriptionId: string;
  /** Left out: the whole subscription. */
  readonly resourceGroupName?: string;
  /** `Microsoft.Compute/virtualMachineScaleSets`; the fast way to what a filter could say too. */
  readonly type?: string;
  readonly filter?: Filter;
  /** The `next` of the page before. */
  readonly after?: string;
  readonly limit: number;
  /** Resources that are derived from others are listed too, each after the one that it comes from. */
  readonly withDerived?: boolean;
}

/** The resources of all providers, as documents. Providers write theirs in their own commits. */
export interface ResourceRegistry {
  /** By the id in any spelling. */
  get(resourceId: string): Promise<ResourceEntry | undefined>;
  /** In the order of the keys. */
  list(query: ResourceQuery): Promise<ResourcePage>;
}

const COLLECTION = 'resources';

/** At most so many documents are read at a time; a filter may want none of them. */
const SCAN_COUNT_MAX = 500;

/** Before all positions. */
const BEFORE_FIRST = -1;
/** Between the key of a resource and the position of one that is derived from it; in no name. */
const POSITION_MARK = '#';

export interface RegistryOptions {
  readonly store: Store;
  now(): Instant;
  /** Left out: no resource has others that are derived from it. */
  readonly derive?: DeriveResources;
}

export function createResourceRegistry({
  store,
  now,
  derive = deriveNothing,
}: RegistryOptions): ResourceRegistry {
  return {
    async get(resourceId) {
      const document = await store.getDocument(COLLECTION, resourceKey(resourceId));
      const entry = document && readEntry(document);
      return entry && isThere(entry, now()) ? entry : undefined;
    },

    async list(query) {
      const found: Found[] = [];
      for await (const item of scan(store, query, derive, now())) {
        const last = found.at(-1);
        // One more than asked for exists: so there is a next page, after the last one given.
        if (found.length >= query.limit && last) return page(found, last.key);
        found.push(item);
      }
      return page(found, null);
    },
  };
}

interface Found {
  readonly key: string;
  readonly entry: ResourceEntry;
}

function page(found: readonly Found[], next: string | null): ResourcePage {
  return { entries: found.map(({ entry }) => entry), next };
}

/** All matches in order; reads ahead by no more than a slice. */
async function* scan(
  store: Store,
  query: ResourceQuery,
  derive: DeriveResources,
  now: Instant,
): AsyncGenerator<Found> {
  const prefix = prefixOf(query);
  const count = scanCount(query);
  const [resumed, position] = (query.after ?? '').split(POSITION_MARK);
  let after = resumed === '' ? undefined : resumed;
  if (after !== undefined && position !== undefined && query.withDerived) {
    const document = await store.getDocument(COLLECTION, after);
    if (document) yield* derivedOf(document, query, derive, Number(position));
  }
  for (;;) {
    const documents = await store.listDocuments(COLLECTION, {
      prefix,
      ...(after === undefined ? {} : { after }),
      limit: count,
    });
    for (const document of documents) {
      const entry = readEntry(document);
      if (!isThere(entry, now)) continue;
      if (matches(entry, query)) yield { key: document.key, entry };
      if (query.withDerived) yield* derivedOf(document, query, derive, BEFORE_FIRST);
    }
    after = documents.at(-1)?.key;
    if (documents.length < count || after === undefined) return;
  }
}

async function* derivedOf(
  document: StoredDocument,
  query: ResourceQuery,
  derive: DeriveResources,
  after: number,
): AsyncGenerator<Found> {
  const from = readEntry(document);
  if (!from.derives) return;
  for await (const { position, entry } of derive(from, after)) {
    if (matches(entry, query)) yield { key: `${document.key}${POSITION_MARK}${position}`, entry };
  }
}

async function* deriveNothing(): AsyncGenerator<DerivedResource> {}

/** Where the prefix says it all, no more than the page and the one that shows whether another follows. */
function scanCount(query: ResourceQuery): number {
  const { filter, type, resourceGroupName, limit, withDerived } = query;
  const isNested = type !== undefined && type.split('/').length > 2;
  const isGrouped = type === undefined || (resourceGroupName !== undefined && !isNested);
  const isExact = !withDerived && filter === undefined && isGrouped;
  return isExact ? Math.min(limit + 1, SCAN_COUNT_MAX) : SCAN_COUNT_MAX;
}

/** The write that puts a resource into the lists; part of the commit that changes the resource. */
export function putResourceEntry(entry: ResourceEntry): Write {
  return {
    kind: 'put',
    collection: COLLECTION,
    key: resourceKey(entry.id),
    value: JSON.stringify(entry),
  };
}

export function deleteResourceEntry(resourceId: string): Write {
  return { kind: 'delete', collection: COLLECTION, key: resourceKey(resourceId) };
}

/** The name of the group in an entry's id, in its casing. */
export function resourceGroupNameOf(entry: Pick<ResourceEntry, 'id'>): string {
  return entry.id.split('/')[4] ?? '';
}

function prefixOf(query: ResourceQuery): string {
  const { subscriptionId, resourceGroupName, type, withDerived } = query;
  if (resourceGroupName === undefined) return foldCase(`/subscriptions/${subscriptionId}/`);
  const group = `${resourceGroupKey(subscriptionId, resourceGroupName)}/`;
  if (type === undefined || withDerived) return group;
  // Between the words of a nested type stand names.
  const top = type.split('/').slice(0, 2).join('/');
  return `${group}providers/${foldCase(top)}/`;
}

function isThere({ goneAt }: ResourceEntry, now: Instant): boolean {
  return goneAt === undefined || goneAt > now;
}

function matches(entry: ResourceEntry, { type, filter }: ResourceQuery): boolean {
  if (type !== undefined && foldCase(entry.type) !== foldCase(type)) return false;
  return filter === undefined || filter(filterable(entry));
}

function filterable(entry: ResourceEntry): Filterable {
  return { ...entry, tags: entry.tags ?? {}, resourceGroupName: resourceGroupNameOf(entry) };
}

function readEntry(document: StoredDocument): ResourceEntry {
  return JSON.parse(document.value) as ResourceEntry;
}
