import { armErrors } from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { Store, Write } from '../../store/index.ts';
import type { Use } from './shell-type.ts';
import type { Shell } from './shell.ts';

/*
 * Who names whom: a document for each pair, written in the commit that changes the source, found by the
 * target. So "is it in use" costs what its uses are and not what there is; and what is in use stays
 * known whether the target is kept here or was only named.
 */
const USES = 'references';
/** What a source names, so that it can be forgotten without knowing the source any more. */
const SOURCES = 'reference-sources';
/** Bumped by whoever begins to name a resource and whoever takes something of it away: they exclude each other. */
const GUARDS = 'reference-guards';

/** A longer id cannot be kept under a key; Azure's longest are about half of it. */
const ID_BYTES_MAX = 800;
/** Parts with other names, or deeper ones, count as the resource's own: the name is in a key. */
const PART_NAME = /^[\w.-]{1,80}$/;
const SOURCE_LENGTH_MAX = 700;

/** How many users a refusal names, and an answer shows, at most. */
const USES_MAX = 1_000;

/** What a resource names. */
export function referencesOf({ id, properties, isOpaque }: Shell): readonly Use[] {
  return isOpaque ? [] : referencesIn(id, properties);
}

/** Every `{"id": "/subscriptions/…"}` in a model, with the part that says it; not what is its own. */
export function referencesIn(id: string, properties: JsonObject): readonly Use[] {
  const uses: Use[] = [];
  collect(properties, id, `properties`, uses);
  return uses;
}

function collect(value: JsonValue, source: string, path: string, uses: Use[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const name = isJsonObject(item) ? item['name'] : undefined;
      const member = path.slice(path.lastIndexOf('.') + 1);
      const part =
        typeof name === 'string' && PART_NAME.test(name) ? `${source}/${member}/${name}` : source;
      const known = part.length <= SOURCE_LENGTH_MAX ? part : source;
      collect(item, known, `${path}[${index}]`, uses);
    }
    return;
  }
  if (!isJsonObject(value)) return;
  const { id } = value;
  if (typeof id === 'string') {
    checkId(id, `${path}.id`);
    uses.push({ source, target: id });
  }
  for (const [member, inner] of Object.entries(value)) {
    collect(inner, source, `${path}.${member}`, uses);
  }
}

/** What can be part of a key on every engine. */
export function isKeepable(id: string): boolean {
  return Buffer.byteLength(id) <= ID_BYTES_MAX && id.isWellFormed() && !id.includes('\0');
}

/** R (VM 2017): an id that is none. */
function checkId(id: string, path: string): void {
  if (isKeepable(id) && /^\/(subscriptions|providers)\/[^/]/i.test(id)) return;
  throw armErrors.linkedInvalidPropertyId(id.slice(0, ID_BYTES_MAX).toWellFormed(), path);
}

/** Whether an id is another one's, or of something below it. */
export function isPartOf(id: string, whole: string): boolean {
  const [inner, outer] = [foldCase(id), foldCase(whole)];
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The writes that make a source name what it names from now on, and nothing else. */
export function referenceWrites(
  source: string,
  before: readonly Use[],
  after: readonly Use[],
): readonly Write[] {
  const [old, now] = [byKey(before), byKey(after)];
  const writes: Write[] = [];
  for (const key of old.keys()) {
    if (!now.has(key)) writes.push({ kind: 'delete', collection: USES, key });
  }
  for (const [key, use] of now) {
    if (!old.has(key)) {
      writes.push({ kind: 'put', collection: USES, key, value: JSON.stringify(use) });
    }
  }
  if (writes.length === 0) return [];
  const key = foldCase(source);
  writes.push(
    now.size === 0
      ? { kind: 'delete', collection: SOURCES, key }
      : { kind: 'put', collection: SOURCES, key, value: JSON.stringify([...now.values()]) },
  );
  return writes;
}

/** The writes that forget a source of which nothing but its id is known any more. */
export async function forgetWrites(store: Store, source: string): Promise<readonly Write[]> {
  const document = await store.getDocument(SOURCES, foldCase(source));
  if (!document) return [];
  return referenceWrites(source, JSON.parse(document.value) as Use[], []);
}

function byKey(uses: readonly Use[]): ReadonlyMap<string, Use> {
  return new Map(uses.map((use) => [foldCase(`${use.target}|${use.source}`), use]));
}

/** Who names a resource or a part of it, in the order of the keys. */
export async function listUses(store: Store, target: string): Promise<readonly Use[]> {
  const uses: Use[] = [];
  for (const end of ['/', '|']) {
    const documents = await store.listDocuments(USES, {
      prefix: foldCase(`${target}${end}`),
      limit: USES_MAX,
    });
    uses.push(...documents.map(({ value }) => JSON.parse(value) as Use));
  }
  return uses;
}

/**
 * Gives those who begin to use a subnet a place in it: the lowest that no other has. Network interfaces
 * take single addresses from the first on, so they have the first place together.
 */
export async function placeUses(store: Store, uses: readonly Use[]): Promise<readonly Use[]> {
  const placed: Use[] = [];
  for (const use of uses) {
    if (!/\/subnets\/[^/]+$/i.test(use.target)) {
      placed.push(use);
      continue;
    }
    const others = [...(await listUses(store, use.target)), ...placed].filter(
      (other) => foldCase(other.target) === foldCase(use.target),
    );
    const taken = new Set(others.map(({ place = 0 }) => place));
    let place = 0;
    while (taken.has(place)) place += 1;
    placed.push({ ...use, place });
  }
  return placed;
}

/** The place that somebody was given; the first when none was. */
export function placeOf(uses: readonly Use[], target: string, source: string): number {
  const key = foldCase(`${target}|${source}`);
  return uses.find((use) => foldCase(`${use.target}|${use.source}`) === key)?.place ?? 0;
}

/** To be read before one looks, and put in the commit that relies on what was seen. */
export async function readGuards(store: Store, tops: readonly string[]): Promise<readonly Write[]> {
  const keys = [...new Set(tops.map(foldCase))];
  return await Promise.all(
    keys.map(async (key) => {
      const document = await store.getDocument(GUARDS, key);
      const expected = document?.revision ?? 0;
      return { kind: 'put', collection: GUARDS, key, value: '{}', expected } as const;
    }),
  );
}
