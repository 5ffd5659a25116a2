import type { JsonObject } from '../../src/base/index.ts';
import { flexibleSet } from '../wire/compute/support/flexible.ts';
import { extension, linuxSet } from '../wire/compute/support/models.ts';
import { orderOf } from './orders.ts';
import type { Model, Patch, Step, Turn } from './steps.ts';
import { GROUPS, SETS } from './steps.ts';

export const SUBSCRIPTION_ID = '00000000-0000-0000-0000-000000000001';
const SUBSCRIPTION = `/subscriptions/${SUBSCRIPTION_ID}`;
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

/** One of the sets is Flexible; its machines are resources of their own. */
export function isFlexible(set: number): boolean {
  return set === 1;
}

/** What a name of a machine of a Flexible set looks like in an answer. */
export const MACHINE_NAME = /Set1_[0-9a-f]{8}/g;

/** Stands for a machine that is not there. */
const NO_MACHINE = 'Set1_00000000';

/**
 * What a step asks for; time and links are the player's.
 *
 * @param machines names of machines of the Flexible set that were seen so far
 */
export function requestOf(
  step: Exclude<Step, { kind: 'advance' | 'poll' | 'nextPage' }>,
  version: Turn['version'],
  machines: readonly string[],
): Asked {
  const idOf = (set: number, id: number): string =>
    isFlexible(set) ? (machines[id % Math.max(1, machines.length)] ?? NO_MACHINE) : String(id);
  const machine = (set: number, id: number): string => machinePath(set, idOf(set, id));
  const query = `?api-version=${VERSIONS[version % VERSIONS.length]}`;
  switch (step.kind) {
    case 'put': {
      const headers = step.model.ifNoneMatch ? { 'if-none-match': '*' } : {};
      return {
        method: 'PUT',
        target: setPath(step.set) + query,
        body: modelBody(step.model, step.set),
        headers,
      };
    }
    case 'patch':
      return { method: 'PATCH', target: setPath(step.set) + query, body: patchBody(step.patch) };
    case 'act':
      return {
        method: 'POST',
        target: `${setPath(step.set)}/${step.verb}${query}`,
        ...(step.ids === null
          ? {}
          : { body: { instanceIds: step.ids.map((id) => idOf(step.set, id)) } }),
      };
    case 'scaleOut':
      return {
        method: 'POST',
        target: `${setPath(step.set)}/scaleOut?api-version=2025-04-01`,
        body: {
          capacity: step.capacity,
          ...(step.zone !== null && { properties: { zone: step.zone } }),
        },
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
    case 'toOne':
      return toOne(step, machine(step.set, step.id), query);
    case 'deleteOne':
      return { method: 'DELETE', target: machine(step.set, step.id) + query };
    case 'deleteSet':
      return { method: 'DELETE', target: setPath(step.set) + query };
    case 'fault':
    case 'clearFaults':
    case 'setHealth':
      return orderOf(step, setPath, idOf);
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
      const reads = readsOf(step.set, idOf(step.set, step.id), query);
      return { method: 'GET', target: reads[step.what % reads.length] ?? '' };
    }
  }
}

/** The machines of the Flexible set, whose names its steps want to know. */
export const FLEXIBLE_MACHINES = `${groupPath(1)}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`;

/** Cancels the rolling upgrade of a set, if there is one. */
export function cancellation(set: number): string {
  return `${setPath(set)}/rollingUpgrades/cancel?api-version=2024-07-01`;
}

/** Everything that can be read, of everything there may be; each set by another api-version. */
export function allReads(machines: readonly string[]): readonly string[] {
  const reads = Array.from({ length: SETS }, (_, set) => {
    const query = `?api-version=${VERSIONS[2 * set]}`;
    const one = isFlexible(set) ? (machines.at(-1) ?? NO_MACHINE) : String(set);
    return [...setReads(set, one, query), ...(set < GROUPS ? listReads(set, query) : [])];
  });
  return reads.flat();
}

function readsOf(set: number, id: string, query: string): string[] {
  return [...setReads(set, id, query), ...listReads(set, query)];
}

function setReads(set: number, id: string, query: string): string[] {
  const machine = machinePath(set, id);
  return [
    setPath(set) + query,
    `${setPath(set)}/instanceView${query}`,
    `${setPath(set)}/virtualMachines${query}`,
    `${setPath(set)}/virtualMachines${query}&$expand=instanceView`,
    `${setPath(set)}/virtualMachines${query}&$filter=properties/latestModelApplied%20eq%20false`,
    `${machine}${query}`,
    `${machine}${query}&$expand=instanceView`,
    `${machine}/instanceView${query}`,
    `${setPath(set)}/extensions${query}`,
    `${setPath(set)}/rollingUpgrades/latest${query}`,
    `${setPath(set)}/osUpgradeHistory${query}`,
    `${setPath(set)}/lifecycleHookEvents${query}`,
    `${machine}/runCommands${query}&$expand=instanceView`,
  ];
}

function listReads(set: number, query: string): string[] {
  const group = groupPath(set % GROUPS);
  const type = `${SUBSCRIPTION}/providers/Microsoft.Compute`;
  return [
    `${group}/providers/Microsoft.Compute/virtualMachineScaleSets${query}`,
    `${type}/virtualMachineScaleSets${query}`,
    `${group}/providers/Microsoft.Compute/virtualMachines${query}`,
    `${type}/virtualMachines${query}&statusOnly=true`,
    `${type}/locations/westeurope/virtualMachineScaleSets?api-version=2024-07-01`,
    `${group}?${GROUP_VERSION}`,
    `${group}/resources?${GROUP_VERSION}`,
    `${SUBSCRIPTION}/resources?${GROUP_VERSION}&$top=1`,
    `${SUBSCRIPTION}/resourcegroups?${GROUP_VERSION}&$top=1`,
  ];
}

function machinePath(set: number, id: string): string {
  return isFlexible(set)
    ? `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/virtualMachines/${id}`
    : `${setPath(set)}/virtualMachines/${id}`;
}

/** What is asked of one machine beside actions. */
function toOne(
  { what, flag, set }: Extract<Step, { kind: 'toOne' }>,
  machinePath: string,
  query: string,
): Asked {
  const diskId = `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/disks/disk${set}`;
  const command = `${machinePath}/runCommands/${flag ? 'first' : 'second'}${query}`;
  switch (what) {
    case 'protect': {
      const protectionPolicy = { protectFromScaleIn: true, protectFromScaleSetActions: flag };
      return {
        method: 'PUT',
        target: machinePath + query,
        body: { properties: { protectionPolicy } },
      };
    }
    case 'attach':
      return {
        method: 'POST',
        target: `${machinePath}/attachDetachDataDisks${query}`,
        body: { [flag ? 'dataDisksToAttach' : 'dataDisksToDetach']: [{ diskId }] },
      };
    case 'run':
      return {
        method: 'POST',
        target: `${machinePath}/runCommand${query}`,
        body: { commandId: 'RunShellScript', script: ['date'] },
      };
    case 'putCommand': {
      const properties = { source: { script: '# lazulite: exit 1' }, asyncExecution: flag };
      return { method: 'PUT', target: command, body: { location: 'westeurope', properties } };
    }
    case 'deleteCommand':
      return { method: 'DELETE', target: command };
    case 'evict':
      return { method: 'POST', target: `${machinePath}/simulateEviction${query}` };
  }
}

function modelBody(model: Model, set: number): JsonObject {
  if (isFlexible(set)) {
    return flexibleSet({
      capacity: model.capacity,
      extensions: extensionsOf(model.extensions, model.revision),
      properties: { upgradePolicy: { mode: model.mode }, platformFaultDomainCount: 2 },
    });
  }
  const automatic = model.mode === 'Automatic';
  // Azure wants to know how machines are before it repairs or rolls. What a replacement does not say
  // stays, so that most go without only when no set before it did either.
  const profile = {
    ...((model.mode !== 'Manual' || model.revision !== 0) && HEALTH),
    ...(model.spot && { priority: 'Spot', evictionPolicy: 'Delete' }),
  };
  return linuxSet({
    capacity: model.capacity,
    extensions: extensionsOf(model.extensions, model.revision),
    envelope: { ...(set === ZONAL_SET && { zones: ['1', '2', '3'] }) },
    properties: {
      overprovision: model.revision !== 1,
      scaleInPolicy: { rules: [SCALE_IN_RULES[model.revision % SCALE_IN_RULES.length] ?? ''] },
      upgradePolicy: {
        mode: model.mode,
        rollingUpgradePolicy: {
          rollbackFailedInstancesOnPolicyBreach: model.revision !== 0,
          maxSurge: model.revision === 1,
        },
        automaticOSUpgradePolicy: { osRollingUpgradeDeferral: model.revision === 1 },
      },
      ...(model.revision === 2 && HOOKS),
      ...(automatic && { automaticRepairsPolicy: { enabled: true, gracePeriod: 'PT30M' } }),
    },
    profile,
  });
}

/** One of the sets has its machines in zones. */
const ZONAL_SET = 2;

const SCALE_IN_RULES = ['Default', 'OldestVM', 'NewestVM'];

/** Batches of upgrades of the system wait, and then go on by themselves. */
const HOOKS: JsonObject = {
  lifecycleHooksProfile: {
    lifecycleHooks: [{ type: 'UpgradeAutoOSRollingBatchStarting', waitDuration: 'PT1M' }],
  },
};

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
