import type { JsonObject, JsonValue } from '../../src/base/index.ts';
import { groupPath, setPath } from './paths.ts';
import type { Asked } from './requests.ts';
import { GROUPS, type Step } from './steps.ts';

/** What is asked of one machine beside actions. */
export function toOne(
  { what, flag, set }: Extract<Step, { kind: 'toOne' }>,
  machinePath: string,
  query: string,
): Asked {
  const diskId = `${groupPath(set % GROUPS)}/providers/Microsoft.Compute/disks/disk${set}`;
  const name = flag ? 'first' : 'second';
  const command = `${machinePath}/runCommands/${name}${query}`;
  const diagnostic = `${machinePath}/diagnosticRunCommands/${name}?api-version=2026-04-01`;
  const ownExtension = `${machinePath}/extensions/${name}${query}`;
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
    case 'patchCommand':
      return {
        method: 'PATCH',
        target: command,
        body: { properties: { source: { script: 'date' } } },
      };
    case 'deleteCommand':
      return { method: 'DELETE', target: command };
    case 'putDiagnostic': {
      const properties = { source: { script: 'date' }, asyncExecution: flag };
      return { method: 'PUT', target: diagnostic, body: { location: 'westeurope', properties } };
    }
    case 'patchDiagnostic':
      return {
        method: 'PATCH',
        target: diagnostic,
        body: { properties: { source: { script: 'uptime' } } },
      };
    case 'deleteDiagnostic':
      return { method: 'DELETE', target: diagnostic };
    case 'putExtension':
      return {
        method: 'PUT',
        target: ownExtension,
        body: {
          location: 'westeurope',
          properties: {
            publisher: 'Microsoft.Azure.Extensions',
            type: 'CustomScript',
            typeHandlerVersion: '2.1',
            settings: { commandToExecute: 'date' },
          },
        },
      };
    case 'patchExtension':
      return {
        method: 'PATCH',
        target: ownExtension,
        body: { properties: { settings: { commandToExecute: 'uptime' } } },
      };
    case 'deleteExtension':
      return { method: 'DELETE', target: ownExtension };
    case 'patch':
      return { method: 'PATCH', target: machinePath + query, body: { tags: { turn: name } } };
    case 'evict':
      return { method: 'POST', target: `${machinePath}/simulateEviction${query}` };
    case 'maintenance':
      return { method: 'POST', target: `${machinePath}/performMaintenance${query}` };
    case 'reapply':
      return { method: 'POST', target: `${machinePath}/reapply${query}` };
    case 'bootDiagnostics':
      return { method: 'POST', target: `${machinePath}/retrieveBootDiagnosticsData${query}` };
  }
}

/** What is asked of a set beside what it is asked for every day. */
export function toSet(
  { what, flag, set }: Extract<Step, { kind: 'toSet' }>,
  instanceId: string,
  query: string,
): Asked {
  const path = setPath(set);
  const autoscale = `${groupPath(set % GROUPS)}/providers/Microsoft.Insights/autoscaleSettings/scale${set}?api-version=2022-10-01`;
  switch (what) {
    case 'hibernate': {
      const body = flag ? {} : { body: { instanceIds: [instanceId] } };
      return { method: 'POST', target: `${path}/deallocate${query}&hibernate=true`, ...body };
    }
    case 'migrate':
      return {
        method: 'POST',
        target: `${path}/migrateVMAvailabilityZone?api-version=2026-04-01`,
        body: { instanceIds: [instanceId], ...(flag && { targetZone: '2' }) },
      };
    case 'maintenance':
      return { method: 'POST', target: `${path}/performMaintenance${query}` };
    case 'walkUpdateDomain':
      return {
        method: 'POST',
        target: `${path}/forceRecoveryServiceFabricPlatformUpdateDomainWalk${query}&platformUpdateDomain=${flag ? 0 : 1}`,
      };
    case 'onePlacementGroup':
      return {
        method: 'POST',
        target: `${path}/convertToSinglePlacementGroup${query}`,
        body: {},
      };
    case 'putAutoscale':
      return { method: 'PUT', target: autoscale, body: autoscaleSetting(path, flag) };
    case 'deleteAutoscale':
      return { method: 'DELETE', target: autoscale };
  }
}

/** Limits alone make it act: a set that is smaller or larger is brought to them. */
function autoscaleSetting(targetResourceUri: string, enabled: boolean): JsonObject {
  return {
    location: 'westeurope',
    properties: {
      enabled,
      targetResourceUri,
      profiles: [
        {
          name: 'usual',
          capacity: { minimum: '2', maximum: '8', default: '2' },
          rules: [],
        },
      ],
    },
  };
}

/** What waits for consent, where a step gives it. */
export function waitingFor(
  { to, set }: Extract<Step, { kind: 'consent' }>,
  machine: string,
): Asked {
  return to === 'hook'
    ? { method: 'GET', target: `${setPath(set)}/lifecycleHookEvents?api-version=2026-04-01` }
    : { method: 'GET', target: noticesOf(machine), headers: { metadata: 'true' } };
}

/** Something that waits for consent. */
export interface Waiting {
  readonly name: string;
  /** Of hooks: what consent is asked for. */
  readonly targets: readonly JsonValue[];
}

/** What waits, in an answer to `waitingFor`. */
export function waitingIn(body: string): readonly Waiting[] {
  const answer = JSON.parse(body) as { readonly value?: HookEvent[]; readonly Events?: Notice[] };
  return [
    ...(answer.value ?? [])
      .filter(({ properties }) => properties.state === 'Active')
      .map(({ name, properties }) => ({
        name,
        targets: properties.targetResources.map(({ resource }) => resource),
      })),
    ...(answer.Events ?? []).map(({ EventId }) => ({ name: EventId, targets: [] })),
  ];
}

interface HookEvent {
  readonly name: string;
  readonly properties: {
    readonly state: string;
    readonly targetResources: readonly { readonly resource: JsonValue }[];
  };
}

interface Notice {
  readonly EventId: string;
}

/** Consent to one of those that wait, or to one that nobody knows. */
export function consentTo(
  { to, set, id, flag }: Extract<Step, { kind: 'consent' }>,
  machine: string,
  waiting: readonly Waiting[],
): Asked {
  const { name, targets } = waiting[id % Math.max(1, waiting.length)] ?? NOTHING;
  if (to === 'notice') {
    return {
      method: 'POST',
      target: noticesOf(machine),
      headers: { metadata: 'true' },
      body: { StartRequests: [{ EventId: name }] },
    };
  }
  return {
    method: 'PATCH',
    target: `${setPath(set)}/lifecycleHookEvents/${name}?api-version=2026-04-01`,
    body: {
      properties: {
        targetResources: targets.map((resource) => ({
          resource,
          actionState: flag ? 'Approved' : 'Rejected',
        })),
      },
    },
  };
}

const NOTHING: Waiting = { name: '00000000-0000-0000-0000-00000000ffff', targets: [] };

function noticesOf(machine: string): string {
  return `/_lazulite/scheduledevents${machine}/metadata/scheduledevents?api-version=2020-07-01`;
}
