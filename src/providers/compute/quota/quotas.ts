import { armErrors } from '../../../arm/index.ts';
import { KeyLocks } from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import { isAtRest, modelView } from '../../../scaleset/index.ts';
import { type Store, StoreError, type Write } from '../../../store/index.ts';
import {
  addDemand,
  type Demand,
  largerDemand,
  NO_DEMAND,
  setDemand,
  subtractDemand,
} from './demand.ts';
import {
  type Charge,
  QuotaBooks,
  type QuotaPlace,
  type Release,
  releaseQuota,
} from './quota-books.ts';
import { limitOf, type QuotaSetting } from './quota-limits.ts';
import { QUOTA_NAMES, type QuotaName } from './quota-names.ts';

/** What one thing may be charged for; good for one attempt to commit. */
export interface Charging {
  /**
   * The writes that charge a thing: part of the commit that makes it need so much. Throws
   * OperationNotAllowed when a quota does not allow it.
   */
  charge(
    demand: Demand,
    options: {
      /** Whether what is charged already may still be needed. */
      readonly onTop: boolean;
      readonly settlesLower: boolean;
    },
  ): readonly Write[];
}

/**
 * What is used of each quota, by subscription and location. Everything that takes cores has a charge of
 * its own, and their sum is one document, whose revision makes two commits that would both just fit a
 * conflict. A charge may be more than what is in use at the moment, never less.
 */
export interface Quotas {
  /**
   * Runs an attempt to change the thing `key` (the id of a set or machine in lower case), one at a time
   * for each location; again with new figures when another process was faster.
   */
  charging<R>(
    place: QuotaPlace,
    key: string,
    attempt: (charging: Charging) => Promise<R>,
  ): Promise<R>;

  /** How much of a quota there is. */
  limit(name: QuotaName, location: string): number;

  /** What is in use. */
  usage(place: QuotaPlace): Promise<Demand>;
}

export interface QuotasOptions {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly settings: readonly QuotaSetting[];
}

/** How often a change is attempted because another process was faster; then it is a conflict. */
const ATTEMPTS_MAX = 20;

export function createQuotas({ store, fleet, settings }: QuotasOptions): Quotas {
  const books = new QuotaBooks(store);
  const locks = new KeyLocks();

  /** Lowers charges to what is in use by now. */
  async function settle(place: QuotaPlace): Promise<void> {
    for await (const releases of books.releases(place)) {
      const settled: { readonly release: Release; readonly demand: Demand }[] = [];
      for (const release of releases) {
        const demand = await demandAtRest(place, release.key);
        if (demand !== undefined) settled.push({ release, demand });
      }
      if (settled.length > 0) await books.settle(place, settled);
    }
  }

  /** Undefined while something is going on. */
  async function demandAtRest(place: QuotaPlace, key: string): Promise<Demand | undefined> {
    const set = await fleet.find(key);
    // A set that was made anew may be in another place.
    if (set === undefined || modelView(set).genesis.location !== place.location) return NO_DEMAND;
    return isAtRest(set) ? setDemand(set) : undefined;
  }

  function chargingOf(
    place: QuotaPlace,
    key: string,
    { used, charged }: { readonly used: Charge; readonly charged: Charge },
  ): Charging {
    return {
      charge(demand, { onTop, settlesLower }) {
        const before = charged.demand;
        const next = onTop ? largerDemand(before, demand) : demand;
        const others = subtractDemand(used.demand, before);
        checkLimits(settings, place, { used: used.demand, before, next });
        return [
          books.write(place, used.revision, addDemand(others, next)),
          books.writeCharge(place, key, charged.revision, next),
          ...(settlesLower ? [releaseQuota(place, key)] : []),
        ];
      },
    };
  }

  return {
    charging: (place, key, attempt) =>
      locks.run(placeKey(place), async () => {
        for (let count = 1; ; count += 1) {
          let used: Charge | undefined;
          try {
            await settle(place);
            used = await books.used(place);
            const charged = await books.charge(place, key);
            return await attempt(chargingOf(place, key, { used, charged }));
          } catch (error) {
            const isConflict = error instanceof StoreError && error.code === 'conflict';
            if (!isConflict || count === ATTEMPTS_MAX) throw error;
            // What else is in the commit may have been overtaken; that is for who wrote it to repeat.
            const now = await books.used(place);
            if (used !== undefined && now.revision === used.revision) throw error;
          }
        }
      }),

    limit: (name, location) => limitOf(settings, name, location),

    async usage(place) {
      let { demand } = await books.used(place);
      for await (const releases of books.releases(place)) {
        for (const { key } of releases) {
          const now = await demandAtRest(place, key);
          if (now === undefined) continue;
          const charged = await books.charge(place, key);
          demand = addDemand(subtractDemand(demand, charged.demand), now);
        }
      }
      return demand;
    },
  };
}

function placeKey({ subscriptionId, location }: QuotaPlace): string {
  return `${subscriptionId}/${location}`;
}

/** Only what grows is checked: who is above a limit that was lowered may still scale in. */
function checkLimits(
  settings: readonly QuotaSetting[],
  { subscriptionId, location }: QuotaPlace,
  { used, before, next }: { readonly used: Demand; readonly before: Demand; readonly next: Demand },
): void {
  for (const name of QUOTA_NAMES) {
    const additional = (next[name.value] ?? 0) - (before[name.value] ?? 0);
    const usage = used[name.value] ?? 0;
    const limit = limitOf(settings, name, location);
    if (additional > 0 && usage + additional > limit) {
      throw armErrors.quotaExceeded({
        subscriptionId,
        location,
        resourceName: name.value,
        quotaName: name.inRefusals,
        limit,
        usage,
        additional,
      });
    }
  }
}
