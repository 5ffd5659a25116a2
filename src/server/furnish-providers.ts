import { createLongRunning, createResourceRegistry, type GatewayLookups } from '../arm/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Fleet } from '../fleet/index.ts';
import {
  type ComputeServices,
  createProviderRegistrations,
  createQuotas,
  createResourceGroups,
  createShells,
  deleteResource,
  DeploymentStore,
  deriveMachines,
  type Directory,
  type NetworkMode,
  type QuotaSetting,
  type Services,
  shellTypes,
} from '../providers/index.ts';
import type { Store } from '../store/index.ts';

export interface ProviderParts {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly compute: Omit<ComputeServices['compute'], 'quotas' | 'now'>;
  readonly network: NetworkMode;
  readonly quotas: readonly QuotaSetting[];
}

/** What all providers work with, and what the front door has to look up. */
export interface FurnishedProviders {
  readonly services: Services & ComputeServices;
  readonly lookups: GatewayLookups;
}

/**
 * Furnishes the providers over a store and a fleet: over the real ones, or over those of a rehearsal,
 * in which nothing lasts. So whatever a provider keeps must come from these two.
 */
export function furnishProviders(parts: ProviderParts): FurnishedProviders {
  const { store, fleet, clock, directory, compute, network, quotas } = parts;
  const now = (): number => clock.now();
  const registry = createResourceRegistry({ store, now, derive: deriveMachines(fleet) });
  const registrations = createProviderRegistrations(store);
  const longRunning = createLongRunning({ clock, namespace: 'Microsoft.Compute' });
  const shells = createShells({ store, longRunning, fleet, types: shellTypes, network });
  const resourceGroups = createResourceGroups({
    store,
    registry,
    now,
    deleteResource: (entry) => deleteResource({ fleet, shells }, entry),
    goesWith: ({ subscriptionId, name }) =>
      new DeploymentStore(store).deletionsIn({
        kind: 'resourceGroup',
        subscriptionId,
        resourceGroupName: name,
      }),
  });
  return {
    services: {
      fleet,
      store,
      registry,
      longRunning,
      turn: () => clock.turn(),
      resourceGroups,
      registrations,
      directory,
      shells,
      compute: { ...compute, now, quotas: createQuotas({ store, fleet, settings: quotas }) },
    },
    lookups: {
      async findResourceGroup(subscriptionId, name) {
        const group = await resourceGroups.find(subscriptionId, name);
        return (
          group && {
            name: group.name,
            location: group.location,
            deleting: group.deletingSince !== undefined,
          }
        );
      },
      findResourceLocation: async (resourceId) => (await registry.get(resourceId))?.location,
      isRegistered: (subscriptionId, namespace) =>
        registrations.isRegistered(subscriptionId, namespace),
    },
  };
}
