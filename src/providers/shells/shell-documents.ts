import { deleteResourceEntry, putResourceEntry, type ResourceEntry } from '../../arm/index.ts';
import { foldCase, type Instant, type JsonObject } from '../../base/index.ts';
import type { Store, Write } from '../../store/index.ts';
import { referencesOf, referenceWrites } from './references.ts';
import type { Shell } from './shell.ts';

const COLLECTION = 'shells';
/** Deletions by their end, so that what is gone can be swept up without a scan. */
const ENDINGS = 'shell-endings';

/** A resource with the revision of its document. */
export interface KeptShell {
  readonly shell: Shell;
  readonly revision: number;
}

/** By the id in any casing; also what is gone and not yet swept up. */
export async function readShell(store: Store, id: string): Promise<KeptShell | undefined> {
  const document = await store.getDocument(COLLECTION, foldCase(id));
  return document && { shell: JSON.parse(document.value) as Shell, revision: document.revision };
}

/** The writes that keep a resource and put it into the lists. */
export function shellWrites(shell: Shell, expected: number): readonly Write[] {
  const key = foldCase(shell.id);
  const value = JSON.stringify(shell);
  return [
    { kind: 'put', collection: COLLECTION, key, value, expected },
    putResourceEntry(entryOf(shell)),
  ];
}

/** The writes after which nothing of a resource is left. */
export function removalWrites({ shell, revision }: KeptShell): readonly Write[] {
  return [
    { kind: 'delete', collection: COLLECTION, key: foldCase(shell.id), expected: revision },
    deleteResourceEntry(shell.id),
    ...referenceWrites(shell.id, referencesOf(shell), []),
  ];
}

export function endingWrite({ id, deletion }: Shell): Write {
  const key = endingKey(deletion?.endsAt ?? 0, foldCase(id));
  return { kind: 'put', collection: ENDINGS, key, value: JSON.stringify(id) };
}

/** Deletions that have ended, oldest first, each with the write that takes its mark away. */
export async function endingsUntil(
  store: Store,
  now: Instant,
  limit: number,
): Promise<readonly { readonly id: string; readonly taken: Write }[]> {
  const documents = await store.listDocuments(ENDINGS, { prefix: '', limit });
  return documents
    .filter(({ key }) => key < endingKey(now, ''))
    .map(({ key, value }) => ({
      id: String(JSON.parse(value)),
      taken: { kind: 'delete', collection: ENDINGS, key },
    }));
}

function endingKey(endsAt: Instant, id: string): string {
  return `${String(endsAt).padStart(17, '0')}/${id}`;
}

function entryOf(shell: Shell): ResourceEntry {
  const { sku, identity, zones } = shell.envelope;
  return {
    id: shell.id,
    name: shell.name,
    type: shell.type,
    location: shell.location,
    createdAt: shell.createdAt,
    ...(shell.tags ? { tags: shell.tags } : {}),
    ...(sku ? { sku: sku as JsonObject } : {}),
    ...(identity ? { identity: identity as JsonObject } : {}),
    ...(Array.isArray(zones) ? { zones: zones.map(String) } : {}),
    ...(shell.deletion ? { deleting: true, goneAt: shell.deletion.endsAt } : {}),
  };
}
