import {
  createGateway,
  createLongRunning,
  createResourceRegistry,
  type Gateway,
  Throttle,
} from '../../../../src/arm/index.ts';
import { MICROS_PER_SECOND, type JsonObject } from '../../../../src/base/index.ts';
import {
  type ClockControl,
  type ClockMode,
  createClock,
  createFakeMachineTime,
  createRandom,
} from '../../../../src/clock/index.ts';
import { createFleet, type Fleet } from '../../../../src/fleet/index.ts';
import {
  computeRateLimits,
  type ComputeServices,
  createProviderRegistrations,
  createQuotas,
  createResourceGroups,
  createShells,
  deleteResource,
  deriveMachines,
  forgetGoneScaleSets,
  forgetMachinesOfGoneSets,
  FRONT_DOOR_API_VERSIONS,
  genericTypes,
  providerOperations,
  providerResourceTypes,
  type NetworkMode,
  type QuotaSetting,
  type Services,
  shellTypes,
} from '../../../../src/providers/index.ts';
import { type Lifecycle, namedLifecycle, parseLifecycle } from '../../../../src/scaleset/index.ts';
import { createMemoryStore, type Store } from '../../../../src/store/index.ts';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const TENANT = '00000000-0000-0000-0000-000000000002';

/** Everything takes a fixed time, so that a test knows what it will see. */
export const PLAIN: Lifecycle = parseLifecycle({
  name: 'plain',
  steps: {
    allocate: '10s',
    boot: '5s',
    provisionOs: '5s',
    start: '5s',
    powerOff: '5s',
    restart: '5s',
    deallocate: '5s',
    reimage: '5s',
    redeploy: '5s',
    update: '5s',
    delete: '5s',
    finish: '1s',
    modify: '5s',
    runCommand: '5s',
  },
});

export interface Answer {
  readonly httpStatus: number;
  /** As written, to be compared byte for byte. */
  readonly text: string;
  /** The parsed body; an empty object when there is none. */
  readonly json: JsonObject;
  header(name: string): string | undefined;
}

/** The front door with the compute provider behind it, on a manual clock, in memory. */
export interface Azure {
  readonly store: Store;
  readonly fleet: Fleet;
  readonly clock: ClockControl;
  /** Everything that was logged; must stay empty of anything secret. */
  readonly log: string[];
  /** `api-version` of requests that do not name one. */
  send(
    method: string,
    path: string,
    options?: { body?: unknown; raw?: string; version?: string; headers?: Record<string, string> },
  ): Promise<Answer>;
  advance(seconds: number): Promise<void>;
  /** Time passes until nothing is left to do. */
  settle(): Promise<void>;
}

export interface AzureOptions {
  readonly capacityLimit?: number;
  readonly lifecycle?: Lifecycle;
  readonly store?: Store;
  /** Of another one on the same store. */
  readonly clock?: ClockControl;
  readonly quotas?: readonly QuotaSetting[];
  /** Display names; three of Azure's when left out. */
  readonly locations?: readonly string[];
  readonly network?: NetworkMode;
  readonly genericResources?: boolean;
  readonly clockMode?: ClockMode;
}

export async function createAzure(options: AzureOptions = {}): Promise<Azure> {
  const clock =
    options.clock ??
    createClock({
      mode: options.clockMode ?? { kind: 'manual' },
      source: createFakeMachineTime(),
    });
  const store = options.store ?? createMemoryStore();
  const log: string[] = [];
  const note = (message: string, details?: unknown): void =>
    void log.push(`${message} ${JSON.stringify(details ?? {})}`);
  const fleet = await createFleet({ store, clock, seed: 1, log: note });
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
    fleet,
    types: shellTypes,
    network: options.network ?? 'lenient',
  });
  const resourceGroups = createResourceGroups({
    store,
    registry,
    now: () => clock.now(),
    deleteResource: (entry) => deleteResource({ fleet, shells }, entry),
  });
  forgetGoneScaleSets(fleet, shells);
  forgetMachinesOfGoneSets(fleet, store);
  const locations = options.locations ?? ['West Europe', 'East US', 'Southeast Asia'];
  const resourceTypes = providerResourceTypes(locations);
  const services: Services & ComputeServices = {
    fleet,
    store,
    registry,
    registrations,
    resourceGroups,
    longRunning,
    shells,
    turn: () => clock.turn(),
    directory: {
      tenantId: TENANT,
      subscriptions: [{ subscriptionId: SUBSCRIPTION, displayName: 'Test' }],
      resourceTypes,
      locations,
    },
    compute: {
      capacityLimit: options.capacityLimit ?? 1_000,
      quotas: createQuotas({ store, fleet, settings: options.quotas ?? [] }),
      locations,
      secretKey: new Uint8Array(32).fill(7),
      now: () => clock.now(),
      lifecycle: () => options.lifecycle ?? PLAIN,
    },
  };
  const gateway = createGateway<Services & ComputeServices>({
    operations: providerOperations,
    ...(options.genericResources ? { generic: genericTypes } : {}),
    services,
    clock,
    random: createRandom(1, 'ids'),
    settings: {
      subscriptionIds: [SUBSCRIPTION],
      resourceTypes,
      frontDoorApiVersions: FRONT_DOOR_API_VERSIONS,
      region: 'WESTEUROPE',
    },
    lookups: {
      findResourceGroup: async (subscriptionId, name) => {
        const group = await resourceGroups.find(subscriptionId, name);
        return group && { ...group, deleting: group.deletingSince !== undefined };
      },
      findResourceLocation: async (id) => (await registry.get(id))?.location,
      isRegistered: (subscriptionId, namespace) =>
        registrations.isRegistered(subscriptionId, namespace),
    },
    throttle: new Throttle(computeRateLimits),
    activityStore: store,
    log: (entry) => note(entry.message, { level: entry.level, error: String(entry.error ?? '') }),
  });
  const azure: Azure = {
    store,
    fleet,
    clock,
    log,
    send: (method, path, request = {}) => send(gateway, method, path, request),
    async advance(seconds) {
      clock.advanceBy(seconds * MICROS_PER_SECOND);
      await fleet.settle();
    },
    async settle() {
      for (let due = fleet.nextDue(); Number.isFinite(due); due = fleet.nextDue()) {
        clock.advanceTo(Math.max(due, clock.now()));
        await fleet.settle();
      }
    },
  };
  const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`;
  await azure.send('PUT', group, { body: { location: 'westeurope' }, version: '2022-09-01' });
  return azure;
}

async function send(
  gateway: Gateway,
  method: string,
  path: string,
  request: Parameters<Azure['send']>[2] & {},
): Promise<Answer> {
  const { body, raw, version = '2024-07-01', headers = {} } = request;
  const text = raw ?? (body === undefined ? '' : JSON.stringify(body));
  const [pathOnly = '', query = ''] = path.replace(/^https?:\/\/[^/]+/, '').split('?');
  const hasVersion = /api-version=/.test(query);
  const parts = [query, hasVersion ? '' : `api-version=${version}`].filter((part) => part !== '');
  const response = await gateway.handle(
    {
      method,
      target: `${pathOnly}?${parts.join('&')}`,
      headers: { host: 'localhost:8677', ...headers },
      body: new TextEncoder().encode(text),
      secure: true,
    },
    { tenantId: TENANT, objectId: SUBSCRIPTION, appId: 'test' },
  );
  const answer = response.body === null ? '' : Buffer.from(response.body).toString('utf8');
  return {
    httpStatus: response.httpStatus,
    text: answer,
    json: answer === '' ? {} : (JSON.parse(answer) as JsonObject),
    header(name) {
      const at = response.headers.findIndex(
        (value, index) => index % 2 === 0 && value.toLowerCase() === name.toLowerCase(),
      );
      return at < 0 ? undefined : response.headers[at + 1];
    },
  };
}

/** The life cycles that ship, for tests that want Azure's own lengths of time. */
export function shipped(name: 'azure' | 'fast'): Lifecycle {
  const lifecycle = namedLifecycle(name);
  if (!lifecycle) throw new Error(`no life cycle ${name}`);
  return lifecycle;
}
