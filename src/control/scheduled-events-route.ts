import {
  EmulatorError,
  foldCase,
  formatHttpDate,
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
} from '../base/index.ts';
import type { Fleet } from '../fleet/index.ts';
import {
  findInstance,
  findInstanceId,
  type Instance,
  modelView,
  type ScaleSet,
  type ScheduledEventView,
  scheduledEventsOf,
} from '../scaleset/index.ts';
import { scheduledEventsOperations } from './openapi/scheduled-events.ts';
import { decodePath } from './read-path.ts';
import { jsonReply } from './reply.ts';
import { SCHEDULED_EVENTS_VERSIONS } from './scheduled-events-versions.ts';
import type { ControlRoute } from './types.ts';

/** What stands before the resource id of a machine. */
const PATH = '/_lazulite/scheduledevents';
/** What a program that knows the metadata service appends to its address. */
const METADATA_PATH = '/metadata/scheduledevents';

type Version = (typeof SCHEDULED_EVENTS_VERSIONS)[number];

/**
 * The scheduled events of one machine, as its metadata service answers them; a POST with
 * `StartRequests` says yes to some. Source: Microsoft Learn, "Azure Metadata Service: Scheduled
 * Events". The text of its refusals is inferred from other parts of the metadata service.
 */
export const scheduledEventsRoute: ControlRoute = {
  path: PATH,
  isPrefix: true,
  operations: scheduledEventsOperations,
  open: false,
  async handle(request, { fleet }) {
    const { path, query } = targetOf(request);
    // "Failure to include the header in the request results in a Bad Request response".
    if (request.headers['metadata']?.toLowerCase() !== 'true') {
      return refused(400, 'Bad request. Required metadata header not specified');
    }
    const version = SCHEDULED_EVENTS_VERSIONS.find((known) => known === query.get('api-version'));
    if (version === undefined) {
      const message = 'Bad request. api-version is invalid or was not specified in the request.';
      return jsonReply(400, {
        error: message,
        'newest-versions': SCHEDULED_EVENTS_VERSIONS.toReversed(),
      });
    }
    const machine = machineOf(path);
    if (request.method === 'POST') return approve(request, machine, fleet);
    const { set, instance } = await find(machine, fleet);
    const { incarnation, events } = scheduledEventsOf(set, instance.instanceId);
    return jsonReply(200, {
      DocumentIncarnation: incarnation,
      Events: events.map((event) => eventBody(event, instance, version)),
    });
  },
};

interface MachineName {
  /** As the fleet knows its set. */
  readonly key: string;
  /** An instance id, of a Flexible set a name. */
  readonly name: string;
}

/** 200 without a body when all are known, 400 otherwise (documented: "Start an event"). */
async function approve(
  request: HttpRequest,
  machine: MachineName,
  fleet: ControlFleet,
): Promise<HttpResponse> {
  const eventIds = readEventIds(request.body);
  if (eventIds === undefined) return refused(400, 'Bad request. StartRequests is missing');
  const outcome = await fleet.change(machine.key, ({ current, now, operationId }) => {
    const instance = current && findIn(current, machine.name);
    if (instance === undefined) return { kind: 'refuse', refusal: 'no machine' };
    const { instanceId } = instance;
    return {
      kind: 'command',
      command: { kind: 'approveEvents', at: now, operationId, instanceId, eventIds },
    };
  });
  if (outcome.kind === 'changed') return jsonReply(200, {});
  if (outcome.refusal === 'no machine') throw noMachine(machine);
  return refused(400, 'Bad request. An event of StartRequests is not known');
}

type ControlFleet = Pick<Fleet, 'find' | 'change'>;

function readEventIds(body: Uint8Array): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // No JSON at all is as good as none of the right form.
    return undefined;
  }
  const requests = isJsonObject(value) ? value['StartRequests'] : undefined;
  if (!Array.isArray(requests) || requests.length === 0) return undefined;
  const ids = requests.map((one) => (isJsonObject(one) ? one['EventId'] : undefined));
  return ids.every((id) => typeof id === 'string') ? ids : undefined;
}

const SOURCES: Readonly<Record<ScheduledEventView['type'], 'Platform' | 'User'>> = {
  Preempt: 'Platform',
  Terminate: 'User',
  Reboot: 'User',
  Redeploy: 'User',
  Reimage: 'User',
};

/** Inferred: the document gives one, of a host that is about to fail. */
const DESCRIPTIONS: Readonly<Record<ScheduledEventView['type'], string>> = {
  Preempt: 'Spot virtual machine is being evicted.',
  Terminate: 'Virtual machine is being deleted.',
  Reboot: 'Virtual machine is being restarted as requested by authorized user.',
  Redeploy: 'Virtual machine is being redeployed as requested by authorized user.',
  Reimage: 'Virtual machine is being reimaged.',
};

function eventBody(
  { eventId, type, status, notBefore }: ScheduledEventView,
  instance: Instance,
  version: Version,
): object {
  return {
    EventId: eventId.toUpperCase(),
    EventStatus: status,
    EventType: type,
    ResourceType: 'VirtualMachine',
    Resources: [instance.name],
    // "This value is blank if the event has already been started".
    NotBefore: status === 'Started' ? '' : formatHttpDate(notBefore),
    ...(version >= '2019-04-01' && { Description: DESCRIPTIONS[type] }),
    ...(version >= '2019-08-01' && { EventSource: SOURCES[type] }),
    // "-1 is the default value used if the impact duration is either unknown or not applicable".
    ...(version >= '2020-07-01' && { DurationInSeconds: -1 }),
  };
}

function targetOf({ target }: HttpRequest): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = target.split('?', 2);
  return { path, query: new URLSearchParams(query) };
}

const MACHINE =
  /^(?<set>\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.compute\/virtualmachinescalesets\/[^/]+)\/virtualmachines\/(?<name>[^/]+)$/;
const SINGLE =
  /^(?<group>\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/microsoft\.compute)\/virtualmachines\/(?<set>[^/]+)_[0-9a-f]{8}$/;

/** The machine whose resource id the path has; of one of a Flexible set also its own. */
function machineOf(path: string): MachineName {
  const id = foldCase(decodePath(path.slice(PATH.length))).replace(METADATA_PATH, '');
  const ofSet = MACHINE.exec(id)?.groups;
  if (ofSet) return { key: ofSet['set'] ?? '', name: ofSet['name'] ?? '' };
  const single = SINGLE.exec(id)?.groups;
  if (single) {
    const key = `${single['group'] ?? ''}/virtualmachinescalesets/${single['set'] ?? ''}`;
    return { key, name: id.slice(id.lastIndexOf('/') + 1) };
  }
  throw new EmulatorError(
    'EMU_NOT_FOUND',
    `After ${PATH} comes the resource id of a machine: ` +
      '/subscriptions/…/virtualMachineScaleSets/{set}/virtualMachines/{instance id or name}.',
  );
}

async function find(
  machine: MachineName,
  fleet: ControlFleet,
): Promise<{ set: ScaleSet; instance: Instance }> {
  const set = await fleet.find(machine.key);
  const instance = set && findIn(set, machine.name);
  if (set === undefined || instance === undefined) throw noMachine(machine);
  return { set, instance };
}

function findIn(set: ScaleSet, name: string): Instance | undefined {
  const isFlexible = modelView(set).facts.orchestrationMode === 'Flexible';
  const number = /^\d{1,10}$/.test(name) ? Number(name) : undefined;
  const instanceId = isFlexible ? findInstanceId(set, name) : number;
  return instanceId === undefined ? undefined : findInstance(set, instanceId);
}

function noMachine({ key, name }: MachineName): EmulatorError {
  return new EmulatorError('EMU_NOT_FOUND', `There is no machine ${name} in ${key}.`);
}

function refused(httpStatus: number, error: string): HttpResponse {
  return jsonReply(httpStatus, { error });
}
