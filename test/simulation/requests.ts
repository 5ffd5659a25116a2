import type { JsonObject } from '../../src/base/index.ts';
import { extensionsOf, modelBody, patchBody } from './models.ts';
import { orderOf } from './orders.ts';
import { groupPath, isFlexible, machinePath, setPath, SUBSCRIPTION } from './paths.ts';
import { GROUPS, SETS, type Step, type Turn } from './steps.ts';
import { consentTo, toOne, toSet, type Waiting, waitingFor } from './to-one.ts';

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

/** What a name of a machine of a Flexible set looks like in an answer. */
export const MACHINE_NAME = /Set1_[0-9a-f]{8}/g;

/** Stands for a machine that is not there. */
const NO_MACHINE = 'Set1_00000000';

/**
 * What a step asks for; time and links are the player's.
 *
 * @param machines names of machines of the Flexible set that were seen so far
 * @param waiting what waits for the consent of this step
 */
export function requestOf(
  step: Exclude<Step, { kind: 'advance' | 'poll' | 'nextPage' }>,
  version: Turn['version'],
  machines: readonly string[],
  waiting: readonly Waiting[] = [],
): Asked {
  const idOf = idFrom(machines);
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
    case 'toSet':
      return toSet(step, idOf(step.set, step.id), query);
    case 'consent':
      return consentTo(step, machine(step.set, step.id), waiting);
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

/** Which machine a step means. */
function idFrom(machines: readonly string[]): (set: number, id: number) => string {
  return (set, id) =>
    isFlexible(set) ? (machines[id % Math.max(1, machines.length)] ?? NO_MACHINE) : String(id);
}

/** What has to be read before a step, so that it can name something that waits; undefined for most. */
export function lookUpFor(step: Step, machines: readonly string[]): Asked | undefined {
  if (step.kind !== 'consent') return undefined;
  return waitingFor(step, machinePath(step.set, idFrom(machines)(step.set, step.id)));
}

/** What comes to wait for consent, when nothing does. */
export function beginningOf(step: Step): Asked | undefined {
  if (step.kind !== 'consent' || step.to !== 'hook') return undefined;
  return {
    method: 'POST',
    target: `${setPath(step.set)}/osRollingUpgrade?api-version=2026-04-01`,
  };
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
    `${machine}/runCommands/first${query}`,
    `${machine}/diagnosticRunCommands?api-version=2026-04-01`,
    `${machine}/diagnosticRunCommands/first?api-version=2026-04-01`,
    `${machine}/extensions${query}`,
    `${machine}/extensions/first${query}`,
    `${machine}/applications?api-version=2026-04-01`,
    `${machine}/applications/none?api-version=2026-04-01`,
    `${machine}/applications/none/instanceView?api-version=2026-04-01`,
    `${machine}/vmSizes${query}`,
    `${setPath(set)}/extensions/one${query}`,
    `${setPath(set)}/skus${query}`,
    `${setPath(set)}/lifecycleHookEvents/none?api-version=2026-04-01`,
    `${setPath(set)}/providers/Microsoft.Insights/metrics?api-version=2018-01-01&timespan=P1D&interval=PT5M`,
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
    `${type}/locations/westeurope/virtualMachines?api-version=2024-07-01`,
    `${type}/locations/westeurope/operations/none?api-version=2024-07-01`,
    `${group}?${GROUP_VERSION}`,
    `${group}/resources?${GROUP_VERSION}`,
    `${SUBSCRIPTION}/resources?${GROUP_VERSION}&$top=1`,
    `${SUBSCRIPTION}/resourcegroups?${GROUP_VERSION}&$top=1`,
  ];
}
