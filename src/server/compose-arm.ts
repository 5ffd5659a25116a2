import { createGateway, type Gateway, type Throttle } from '../arm/index.ts';
import type { ClockControl, Random } from '../clock/index.ts';
import { createRehearsalFleet, type Fleet } from '../fleet/index.ts';
import {
  type Autoscale,
  AZURE_LOCATIONS,
  type BootDiagnosticsBlobs,
  type ComputeServices,
  createAutoscale,
  createBootDiagnosticsBlobs,
  type Deployments,
  type DeploymentServices,
  type Directory,
  forgetGoneScaleSets,
  forgetMachinesOfGoneSets,
  FRONT_DOOR_API_VERSIONS,
  genericTypes,
  type Metrics,
  providerOperations,
  providerResourceTypes,
  type Send,
  StoredMetrics,
} from '../providers/index.ts';
import type { Armed, Lifecycle } from '../scaleset/index.ts';
import { createOverlayStore, type Store } from '../store/index.ts';
import { composeFaults, type Faults } from './compose-faults.ts';
import { batchedWake, composeDeployments, sendThrough } from './compose-deployments.ts';
import type { EmulatorConfig } from './config.ts';
import { furnishProviders } from './furnish-providers.ts';
import type { Log } from './log.ts';
import { readSecretKey } from './secret-key.ts';

export interface ArmParts {
  readonly config: EmulatorConfig;
  readonly store: Store;
  readonly clock: ClockControl;
  readonly fleet: Fleet;
  readonly random: Random;
  readonly log: Log;
  readonly throttle: Throttle;
  /** What new sets live by; asked for at each creation. */
  readonly lifecycle: () => Lifecycle;
}

/** The front door, and what goes on behind it by itself. */
export interface Arm {
  readonly gateway: Gateway;
  readonly deployments: Deployments;
  readonly autoscale: Autoscale;
  readonly metrics: Metrics;
  readonly faults: Faults;
  /** What a machine's boot diagnostics consist of, at addresses of our own. */
  readonly blobs: BootDiagnosticsBlobs;
}

type AllServices = ComputeServices & DeploymentServices;

/** Where our front door stands; the routing id names it. */
const REGION = 'WESTEUROPE';

/** The front door with the operations of all providers behind it. */
export async function composeArm(parts: ArmParts): Promise<Arm> {
  const { config, store, clock, fleet, random, log, throttle, lifecycle } = parts;
  const locations = AZURE_LOCATIONS.map(({ displayName }) => displayName);
  const directory = directoryOf(config, locations);
  const secretKey = await readSecretKey(store);
  const armed = (resourceId: string): Armed | undefined => faults.director.armedFor(resourceId);
  const compute = { capacityLimit: config.capacityLimit, locations, secretKey, lifecycle, armed };
  const { network, quotas } = config;
  const settled = { clock, directory, compute, network, quotas };

  const { services: furnished, lookups } = furnishProviders({ ...settled, store, fleet });
  forgetGoneScaleSets(fleet, furnished.shells);
  forgetMachinesOfGoneSets(fleet, store);
  const send: Send = (request) => sendThrough(gateway, request);
  const { registry } = furnished;
  const faults = composeFaults({
    seed: config.seed,
    store,
    fleet,
    clock,
    subscriptionIds: config.subscriptions,
    registry,
  });
  const deployments = composeDeployments({
    store,
    clock,
    secretKey,
    log,
    send,
    directory,
    registry,
  });
  const rehearse = (): Send => {
    const overlay = createOverlayStore(store);
    const rehearsal = furnishProviders({
      ...settled,
      store: overlay,
      fleet: createRehearsalFleet({ fleet, store: overlay, now: () => clock.now() }),
    });
    const door = gateway.before({ ...services, ...rehearsal.services }, rehearsal.lookups);
    return (request) => sendThrough(door, request);
  };
  const services: AllServices = { ...furnished, deployments, send, rehearse };

  const gateway = createGateway<AllServices>({
    operations: providerOperations,
    ...(config.genericResources ? { generic: genericTypes } : {}),
    services,
    clock,
    random,
    settings: {
      subscriptionIds: config.subscriptions,
      resourceTypes: directory.resourceTypes,
      frontDoorApiVersions: FRONT_DOOR_API_VERSIONS,
      region: REGION,
    },
    lookups,
    throttle,
    faults: faults.requestFaults,
    activityStore: store,
    log,
  });
  const metrics = new StoredMetrics(store, () => clock.now());
  const autoscale = createAutoscale({
    store,
    fleet,
    metrics,
    send,
    tenantId: config.tenantId,
    now: () => clock.now(),
    wakeAt: batchedWake(clock),
    log: (message, error) => log({ level: 'error', message, error }),
  });
  return {
    gateway,
    deployments,
    autoscale,
    metrics,
    faults,
    blobs: createBootDiagnosticsBlobs({ fleet, secretKey, now: () => clock.now() }),
  };
}

function directoryOf(config: EmulatorConfig, locations: readonly string[]): Directory {
  return {
    tenantId: config.tenantId,
    subscriptions: config.subscriptions.map((subscriptionId, index) => ({
      subscriptionId,
      displayName: index === 0 ? 'Lazulite' : `Lazulite ${index + 1}`,
    })),
    resourceTypes: providerResourceTypes(locations),
    locations,
  };
}
