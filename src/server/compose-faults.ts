import { RequestFaults, type ResourceRegistry } from '../arm/index.ts';
import type { Clock } from '../clock/index.ts';
import { FaultDirector } from '../control/index.ts';
import { RuleBook } from '../faults/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { providerOperations } from '../providers/index.ts';
import type { Store } from '../store/index.ts';

export interface FaultParts {
  readonly seed: number;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly subscriptionIds: readonly string[];
  readonly registry: ResourceRegistry;
}

export interface Faults {
  readonly book: RuleBook;
  readonly director: FaultDirector;
  /** Ids of all scale sets. */
  readonly scaleSets: () => Promise<readonly string[]>;
  readonly requestFaults: RequestFaults;
}

const PAGE = 500;

/** What goes wrong on command, for requests and for sets. */
export function composeFaults(parts: FaultParts): Faults {
  const { seed, store, fleet, clock } = parts;
  const book = new RuleBook(seed);
  const scaleSets = (): Promise<readonly string[]> => listScaleSets(parts);
  const director = new FaultDirector({
    book,
    store,
    fleet,
    operationIds: providerOperations.map(({ operationId }) => operationId),
    scaleSets,
    now: () => clock.now(),
  });
  const keep = director.keep.bind(director);
  return { book, director, scaleSets, requestFaults: new RequestFaults({ book, clock, keep }) };
}

async function listScaleSets({ registry, subscriptionIds }: FaultParts): Promise<string[]> {
  const ids: string[] = [];
  for (const subscriptionId of subscriptionIds) {
    let after: string | undefined;
    do {
      const page = await registry.list({
        subscriptionId,
        type: 'Microsoft.Compute/virtualMachineScaleSets',
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      ids.push(...page.entries.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
  return ids;
}
