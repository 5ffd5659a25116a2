import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  createGateway,
  createLongRunning,
  createResourceRegistry,
  deleteResourceEntry,
  putResourceEntry,
  type ResourceEntry,
  Throttle,
} from '../../arm/index.ts';
import type { HttpResponse } from '../../base/index.ts';
import { type ClockMode, createClock, createRandom } from '../../clock/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import { createMemoryStore, type Store } from '../../store/index.ts';
import type { Services } from '../services.ts';
import { createShells } from '../shells/shells.ts';
import { FRONT_DOOR_API_VERSIONS } from './api-versions.ts';
import { resourcesOperations } from './operations.ts';
import { createProviderRegistrations } from './provider-registrations.ts';
import { createResourceGroups } from './resource-groups.ts';
import { RESOURCES_TYPES } from './resource-types.ts';

/** The front door with its own operations on a memory store, and a fleet that deletes on command. */
export const SUB = '00000000-0000-0000-0000-000000000001';
export const TENANT = '00000000-0000-0000-0000-000000000002';
export const S = `/subscriptions/${SUB}`;
export const TYPE = 'Microsoft.Compute/virtualMachineScaleSets';

export interface Answer {
  readonly status: number;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of any form
  readonly json: any;
  readonly header: (name: string) => string | undefined;
}

export interface Fixture {
  readonly services: Services;
  readonly store: Store;
  readonly deleted: string[];
  readonly send: (
    method: string,
    target: string,
    body?: unknown,
    version?: string,
  ) => Promise<Answer>;
  readonly addSet: (group: string, name: string, more?: Partial<ResourceEntry>) => Promise<string>;
  /** What the fleet does at the end of a deletion. */
  readonly finishDeletion: (id: string) => Promise<void>;
}

export interface FixtureOptions {
  readonly store?: Store;
  readonly mode?: ClockMode;
  readonly deleteResource?: (entry: ResourceEntry, store: Store) => Promise<void>;
}

export function createFixture(options: FixtureOptions = {}): Fixture {
  const store = options.store ?? createMemoryStore();
  const clock = createClock({ mode: options.mode ?? { kind: 'manual' } });
  const registry = createResourceRegistry({ store, now: () => clock.now() });
  const longRunning = createLongRunning({ clock, namespace: 'Microsoft.Compute' });
  const deleted: string[] = [];
  const deleteResource = options.deleteResource ?? beginDeletion;
  const resourceGroups = createResourceGroups({
    store,
    registry,
    now: () => clock.now(),
    deleteResource: async (entry) => {
      // As the provider does: what is under way is joined, which changes nothing.
      if (entry.deleting !== true) deleted.push(entry.name);
      await deleteResource(entry, store);
      return 'underWay';
    },
  });
  const registrations = createProviderRegistrations(store);
  const compute = {
    namespace: 'Microsoft.Compute',
    type: 'virtualMachineScaleSets',
    apiVersions: ['2015-06-15', '2024-07-01'],
    locations: ['East US'],
    defaultApiVersion: '2015-06-15',
  };
  const directory = {
    tenantId: TENANT,
    subscriptions: [{ subscriptionId: SUB, displayName: 'Lazulite' }],
    resourceTypes: [compute, ...RESOURCES_TYPES],
    locations: compute.locations,
  };
  const fleet = {} as Fleet;
  const services = {
    fleet,
    shells: createShells({ store, longRunning, fleet, types: [], network: 'lenient' }),
    store,
    registry,
    longRunning,
    resourceGroups,
    registrations,
    directory,
    turn: () => clock.turn(),
  };
  const gateway = createGateway<Services>({
    operations: resourcesOperations,
    services,
    clock,
    random: createRandom(1, 'arm'),
    log: ({ level, message, error }) => {
      if (level !== 'info') assert.fail(`${message}: ${String(error)}`);
    },
    settings: {
      subscriptionIds: [SUB],
      resourceTypes: directory.resourceTypes,
      frontDoorApiVersions: FRONT_DOOR_API_VERSIONS,
      region: 'WESTEUROPE',
    },
    throttle: new Throttle({ buckets: {}, windows: {} }),
    lookups: {
      findResourceGroup: async (subscriptionId, name) => {
        const group = await resourceGroups.find(subscriptionId, name);
        return group && { ...group, deleting: group.deletingSince !== undefined };
      },
      findResourceLocation: async (id) => (await registry.get(id))?.location,
      isRegistered: (subscriptionId, namespace) =>
        registrations.isRegistered(subscriptionId, namespace),
    },
  });
  return {
    services,
    store,
    deleted,
    send: async (method, target, body, version = '2021-04-01') => {
      const mark = target.includes('?') ? '&' : '?';
      const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
      const response = await gateway.handle(
        {
          method,
          target: target.includes('api-version')
            ? target
            : `${target}${mark}api-version=${version}`,
          headers: { host: 'localhost:8677' },
          body: Buffer.from(text),
          secure: true,
        },
        { tenantId: TENANT, objectId: 'o', appId: 'a' },
      );
      return readable(response);
    },
    addSet: async (group, name, more = {}) => {
      const id = `${S}/resourceGroups/${group}/providers/${TYPE}/${name}`;
      const entry = { id, name, type: TYPE, location: 'eastus', createdAt: clock.now(), ...more };
      await store.commit([putResourceEntry(entry)]);
      return id;
    },
    finishDeletion: (id) => store.commit([deleteResourceEntry(id)]),
  };
}

async function beginDeletion(entry: ResourceEntry, store: Store): Promise<void> {
  if (entry.deleting !== true) await store.commit([putResourceEntry({ ...entry, deleting: true })]);
}

/** Takes an entry out of the lists at once. */
export async function deleteAtOnce(entry: ResourceEntry, store: Store): Promise<void> {
  await store.commit([deleteResourceEntry(entry.id)]);
}

function readable(response: HttpResponse): Answer {
  const text = Buffer.from(response.body ?? []).toString('utf8');
  return {
    status: response.httpStatus,
    text,
    get json() {
      return JSON.parse(text);
    },
    header: (name) => {
      const at = response.headers.findIndex((field) => field.toLowerCase() === name);
      return at < 0 ? undefined : response.headers[at + 1];
    },
  };
}

test('table: every operation of the front door has its own id and a place', async () => {
  const ids = resourcesOperations.map(({ operationId }) => operationId);
  assert.equal(new Set(ids).size, ids.length);
  const { send } = createFixture();
  for (const { path, method } of resourcesOperations) {
    const target = path
      .replace('{subscriptionId}', SUB)
      .replace('{resourceProviderNamespace}', 'Microsoft.Compute')
      .replaceAll(/\{\w+\}/g, 'x');
    const { status } = await send(method, target);
    assert.ok(status < 500 && status !== 405, `${method} ${target}: ${status}`);
  }
});
