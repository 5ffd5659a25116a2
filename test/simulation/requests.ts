import type { JsonObject } from '../../src/base/index.ts';
import { extension, linuxSet } from '../wire/compute/support/models.ts';
import type { Model, Patch, Step, Turn } from './steps.ts';
import { GROUPS, SETS } from './steps.ts';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
export const GROUP_VERSION = 'api-version=2022-09-01';

const VERSIONS = [
  '2016-04-30-preview',
  '2017-12-01',
  '2019-07-01',
  '2020-06-01',
  '2022-08-01',
  '2024-07-01',
  '2024-11-01',
  '2026-09-01',
] as const;

/** A request without what every request has. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

export function groupPath(group: number): string {
  return `${SUBSCRIPTION}/resourceGroups/rg${group}`;
}

export function setPath(set: number): string {
  return `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/virtualMachineScaleSets/Set${set}`;
}

/** The key by which the fleet knows a set. */
export function setKey(set: number): string {
  return setPath(set).toLowerCase();
}

/** What a step asks for; time and links are the player's. */
export function requestOf(
  step: Exclude<Step, { kind: 'advance' | 'poll' | 'nextPage' }>,
  version: Turn['version'],
): Asked {
  const query = `?api-version=${VERSIONS[version % VERSIONS.length]}`;
  switch (step.kind) {
    case 'put': {
      const headers = step.model.ifNoneMatch ? { 'if-none-match': '*' } : {};
      return {
        method: 'PUT',
        target: setPath(step.set) + query,
        body: modelBody(step.model),
        headers,
      };
    }
    case 'patch':
      return { method: 'PATCH', target: setPath(step.set) + query, body: patchBody(step.patch) };
    case 'act':
      return {
        method: 'POST',
        target: `${setPath(step.set)}/${step.verb}${query}`,
        ...(step.ids === null ? {} : { body: { instanceIds: step.ids.map(String) } }),
      };
    case 'actOnOne':
      return { method: 'POST', target: `${machine(step.set, step.id)}/${step.verb}${query}` };
    case 'extension': {
      const [written] = extensionsOf([step.name], step.revision);
      const { properties } = written ?? {};
      return {
        method: step.method,
        target: `${setPath(step.set)}/extensions/${step.name}${query}`,
        ...(step.method === 'DELETE' || properties === undefined ? {} : { body: { properties } }),
      };
    }
    case 'deleteOne':
      return { method: 'DELETE', target: machine(step.set, step.id) + query };
    case 'deleteSet':
      return { method: 'DELETE', target: setPath(step.set) + query };
    case 'repairs':
      return {
        method: 'POST',
        target: `${setPath(step.set)}/setOrchestrationServiceState${query}`,
        body: { serviceName: 'AutomaticRepairs', action: step.action },
      };
    case 'group': {
      const tags = { turn: String(version) };
      return {
        method: step.method,
        target: `${groupPath(step.group)}?${GROUP_VERSION}`,
        ...(step.method === 'PUT' ? { body: { location: 'westeurope', tags } } : {}),
        ...(step.method === 'PATCH' ? { body: { tags } } : {}),
      };
    }
    case 'read': {
      const reads = readsOf(step.set, step.id, query);
      return { method: 'GET', target: reads[step.what % reads.length] ?? '' };
    }
  }
}

/** Everything that can be read, of everything there may be; each set by another api-version. */
export function allReads(): readonly string[] {
  const reads = Array.from({ length: SETS }, (_, set) => {
    const query = `?api-version=${VERSIONS[2 * set]}`;
    return [...setReads(set, set, query), ...(set < GROUPS ? listReads(set, query) : [])];
  });
  return reads.flat();
}

function readsOf(set: number, id: number, query: string): string[] {
  return [...setReads(set, id, query), ...listReads(set, query)];
}

function setReads(set: number, id: number, query: string): string[] {
  return [
    setPath(set) + query,
    `${setPath(set)}/instanceView${query}`,
    `${setPath(set)}/virtualMachines${query}`,
    `${setPath(set)}/virtualMachines${query}&$expand=instanceView`,
    `${setPath(set)}/virtualMachines${query}&$filter=properties/latestModelApplied%20eq%20false`,
    `${machine(set, id)}${query}`,
    `${machine(set, id)}${query}&$expand=instanceView`,
    `${machine(set, id)}/instanceView${query}`,
    `${setPath(set)}/extensions${query}`,
  ];
}

function listReads(set: number, query: string): string[] {
  const group = groupPath(set % GROUPS);
  const type = `${SUBSCRIPTION}/providers/Microsoft.Compute`;
  return [
    `${group}/providers/Microsoft.Compute/virtualMachineScaleSets${query}`,
    `${type}/virtualMachineScaleSets${query}`,
    `${type}/locations/westeurope/virtualMachineScaleSets?api-version=2024-07-01`,
    `${group}?${GROUP_VERSION}`,
    `${group}/resources?${GROUP_VERSION}`,
    `${SUBSCRIPTION}/resources?${GROUP_VERSION}&$top=1`,
    `${SUBSCRIPTION}/resourcegroups?${GROUP_VERSION}&$top=1`,
  ];
}

function machine(set: number, id: number): string {
  return `${setPath(set)}/virtualMachines/${id}`;
}

function modelBody(model: Model): JsonObject {
  const automatic = model.mode === 'Automatic';
  return linuxSet({
    capacity: model.capacity,
    extensions: extensionsOf(model.extensions, model.revision),
    properties: {
      upgradePolicy: { mode: model.mode },
      ...(automatic && { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M' } }),
    },
    ...(automatic && { profile: HEALTH }),
  });
}

/** Automatic repairs want to know how a machine is. */
const HEALTH: JsonObject = {
  networkProfile: {
    healthProbe: {
      id: `${groupPath(0)}/providers/Microsoft.Network/loadBalancers/lb/probes/p`,
    },
    networkInterfaceConfigurations: [
      {
        name: 'nic',
        properties: {
          primary: true,
          ipConfigurations: [
            {
              name: 'ip',
              properties: {
                subnet: {
                  id: `${groupPath(0)}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`,
                },
              },
            },
          ],
        },
      },
    ],
  },
};

function patchBody(patch: Patch): JsonObject {
  switch (patch.kind) {
    case 'capacity':
      return { sku: { name: 'Standard_D2s_v5', capacity: patch.capacity } };
    case 'tags':
      return { tags: { note: patch.value } };
    case 'extensions':
      return {
        properties: {
          virtualMachineProfile: {
            extensionProfile: { extensions: extensionsOf(patch.names, patch.revision) },
          },
        },
      };
  }
}

function extensionsOf(names: readonly string[], revision: number): JsonObject[] {
  return names.map((name, at) =>
    extension(name, {
      typeHandlerVersion: `2.${revision}`,
      ...(at > 0 && { provisionAfterExtensions: [names[at - 1] ?? ''] }),
    }),
  );
}
