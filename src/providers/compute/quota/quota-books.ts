import type { Store, StoredDocument, Write } from '../../../store/index.ts';
import { addDemand, type Demand, NO_DEMAND, subtractDemand } from './demand.ts';

/** Where a quota counts. */
export interface QuotaPlace {
  readonly subscriptionId: string;
  /** Normalized. */
  readonly location: string;
}

export interface Charge {
  readonly demand: Demand;
  readonly revision: number;
}

/** A note that something may take less than it is charged for. */
export interface Release {
  /** What is charged. */
  readonly key: string;
  readonly revision: number;
}

/** What is used in a place: the sum of the charges. */
const USED = 'quota-used';
/** What each set or machine is charged for, by place and key. */
const CHARGES = 'quota-charges';
const RELEASES = 'quota-releases';

/** Notes that are looked at in one commit. */
const RELEASES_AT_ONCE = 200;

/** The documents that quotas are kept in. */
export class QuotaBooks {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async used(place: QuotaPlace): Promise<Charge> {
    return readCharge(await this.#store.getDocument(USED, keyOf(place)));
  }

  /** Nothing, in revision 0, when it is not charged there. */
  async charge(place: QuotaPlace, key: string): Promise<Charge> {
    return readCharge(await this.#store.getDocument(CHARGES, `${keyOf(place)}#${key}`));
  }

  async *releases(place: QuotaPlace): AsyncGenerator<readonly Release[]> {
    const prefix = `${keyOf(place)}#`;
    let page: readonly StoredDocument[];
    let after: string | undefined;
    do {
      page = await this.#store.listDocuments(RELEASES, {
        prefix,
        limit: RELEASES_AT_ONCE,
        ...(after === undefined ? {} : { after }),
      });
      yield page.map(({ key, revision }) => ({ key: key.slice(prefix.length), revision }));
      after = page.at(-1)?.key;
    } while (page.length === RELEASES_AT_ONCE);
  }

  write(place: QuotaPlace, expected: number, demand: Demand): Write {
    return put(USED, keyOf(place), demand, expected);
  }

  writeCharge(place: QuotaPlace, key: string, expected: number, demand: Demand): Write {
    return put(CHARGES, `${keyOf(place)}#${key}`, demand, expected);
  }

  /** Corrects charges to what is in use and forgets the notes about them. Throws when others write too. */
  async settle(
    place: QuotaPlace,
    settled: readonly { readonly release: Release; readonly demand: Demand }[],
  ): Promise<void> {
    const used = await this.used(place);
    let sum = used.demand;
    const writes: Write[] = [];
    for (const { release, demand } of settled) {
      const { key, revision } = release;
      const charged = await this.charge(place, key);
      sum = addDemand(subtractDemand(sum, charged.demand), demand);
      const name = `${keyOf(place)}#${key}`;
      writes.push({ kind: 'delete', collection: RELEASES, key: name, expected: revision });
      if (Object.keys(demand).length > 0) {
        writes.push(this.writeCharge(place, key, charged.revision, demand));
      } else if (charged.revision > 0) {
        const expected = charged.revision;
        writes.push({ kind: 'delete', collection: CHARGES, key: name, expected });
      }
    }
    await this.#store.commit([this.write(place, used.revision, sum), ...writes]);
  }
}

/** The write that says that something takes less once it is at rest, or nothing once it is gone. */
export function releaseQuota(place: QuotaPlace, key: string): Write {
  return { kind: 'put', collection: RELEASES, key: `${keyOf(place)}#${key}`, value: '{}' };
}

function readCharge(document: StoredDocument | undefined): Charge {
  if (document === undefined) return { demand: NO_DEMAND, revision: 0 };
  return { demand: JSON.parse(document.value) as Demand, revision: document.revision };
}

function keyOf({ subscriptionId, location }: QuotaPlace): string {
  return `${subscriptionId}/${location}`;
}

function put(collection: string, key: string, value: unknown, expected: number): Write {
  return { kind: 'put', collection, key, value: JSON.stringify(value), expected };
}
