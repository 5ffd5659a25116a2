import {
  createGateway,
  createLongRunning,
  createResourceRegistry,
  type Gateway,
  type GatewayLookups,
} from '../arm/index.ts';
import type { ClockControl, Random } from '../clock/index.ts';
import type { Fleet } from '../fleet/index.ts';
import {
  AZURE_LOCATIONS,
  computeRateLimits,
  type ComputeServices,
  createProviderRegistrations,
  createQuotas,
  createResourceGroups,
  createShells,
  deleteResource,
  deriveMachines,
  forgetGoneScaleSets,
  FRONT_DOOR_API_VERSIONS,
  providerOperations,
  providerResourceTypes,
  type Services,
  shellTypes,
} from '../providers/index.ts';
import type { Lifecycle } from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import type { EmulatorConfig } from './config.ts';
import type { Log } from './log.ts';
import { readSecretKey } from './secret-key.ts';

export interface ArmParts {
  readonly config: EmulatorConfig;
  readonly store: Store;
  readonly clock: ClockControl;
  readonly fleet: Fleet;
  readonly random: Random;
  readonly log: Log;
  /** What new sets live by; asked for at each creation. */
  readonly lifecycle: () => Lifecycle;
}

/** Where our front door stands; the routing id names it. */
const REGION = 'WESTEUROPE';

/** The front door with the operations of all providers behind it. */
export async function composeArm(parts: ArmParts): Promise<Gateway> {
  const { config, store, clock, fleet, random, log, lifecycle } = parts;
  const registry = createResourceRegistry({
    store,
    now: () => clock.now(),
    derive: deriveMachines(fleet),
  });
  const registrations = createProviderRegistrations(store);
  const longRunning = createLongRunning({ clock, namespace: 'Microsoft.Compute' });
  const shells = createShells({
    store,
    longRunning,
    types: shellTypes,
    network: config.network,
  });
  const resourceGroups = createResourceGroups({
    store,
    registry,
    now: () => clock.now(),
    deleteResource: (entry) => deleteResource({ fleet, shells }, entry),
  });
  forgetGoneScaleSets(fleet, shells);
  const locations = AZURE_LOCATIONS.map(({ displayName }) => displayName);
  const resourceTypes = providerResourceTypes(locations);
  const services: Services & ComputeServices = {
    fleet,
    store,
    registry,
    longRunning,
    turn: () => clock.turn(),
    resourceGroups,
    registrations,
    directory: {
      tenantId: config.tenantId,
      subscriptions: config.subscriptions.map((subscriptionId, index) => ({
        subscriptionId,
        displayName: index === 0 ? 'Lazulite' : `Lazulite ${index + 1}`,
      })),
      resourceTypes,
      locations,
    },
    shells,
    compute: {
      capacityLimit: config.capacityLimit,
      quotas: createQuotas({ store, fleet, settings: config.quotas }),
      locations,
      secretKey: await readSecretKey(store),
      lifecycle,
    },
  };
  const lookups: GatewayLookups = {
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
  };
  return createGateway<Services & ComputeServices>({
    operations: providerOperations,
    services,
    clock,
    random,
    settings: {
      subscriptionIds: config.subscriptions,
      resourceTypes,
      frontDoorApiVersions: FRONT_DOOR_API_VERSIONS,
      region: REGION,
      rateLimitGroups: computeRateLimits,
    },
    lookups,
    log,
  });
}
