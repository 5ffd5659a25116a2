import {
  EmulatorError,
  foldCase,
  type HttpRequest,
  type HttpResponse,
  invariant,
} from '../base/index.ts';
import {
  findInstanceId,
  type HealthState,
  type InstanceSelection,
  modelView,
  type Refusal,
  type ScaleSet,
  summarize,
} from '../scaleset/index.ts';
import { instanceHealthOperations } from './openapi/instance-health.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

const PATH = '/_lazulite/instancehealth';
const STATES: readonly HealthState[] = ['initializing', 'healthy', 'unhealthy', 'unknown'];
const FORM = `Send {"resourceId":"/subscriptions/…/virtualMachineScaleSets/web","instanceIds":["0"],"state":"unhealthy"}; without instanceIds all machines that report are meant.`;

/** What `/_lazulite/instancehealth` answers. */
export interface InstanceHealthView extends Pick<
  ReturnType<typeof summarize>,
  'automaticRepairs' | 'health'
> {
  readonly resourceId: string;
}

/** How machines are from here on. */
export interface HealthOrderBody {
  readonly resourceId: string;
  /** All that report when left out. */
  readonly instanceIds?: readonly string[];
  readonly state: HealthState;
}

/** What an order says. */
interface HealthOrder {
  readonly resourceId: string;
  /** Undefined for all. */
  readonly names: readonly string[] | undefined;
  readonly state: HealthState;
}

/**
 * How many machines of a set are in which state of health (GET, `?resourceId=`), and what machines
 * report from here on (POST), until their application begins anew. Throws EMU_NOT_FOUND when there is no
 * such set or machine, EMU_BAD_REQUEST when the order makes no sense for it.
 */
export const instanceHealthRoute: ControlRoute = {
  path: PATH,
  operations: instanceHealthOperations,
  open: false,
  async handle(request, { fleet }) {
    if (request.method === 'GET') {
      const [, query = ''] = request.target.split('?', 2);
      const resourceId = new URLSearchParams(query).get('resourceId') ?? '';
      const found = await fleet.find(foldCase(resourceId));
      if (found === undefined) throw noSet(resourceId);
      return shown(found);
    }
    const order = readOrder(request);
    const outcome = await fleet.change<EmulatorError>(
      foldCase(order.resourceId),
      ({ current, now, operationId }) => {
        if (current === undefined) return { kind: 'refuse', refusal: noSet(order.resourceId) };
        const instances = selectionOf(current, order.names);
        if (instances instanceof EmulatorError) return { kind: 'refuse', refusal: instances };
        const { state } = order;
        return {
          kind: 'command',
          command: { kind: 'setHealth', at: now, operationId, instances, state },
        };
      },
    );
    if (outcome.kind === 'changed') return shown(outcome.scaleSet);
    throw outcome.refusal instanceof EmulatorError ? outcome.refusal : refusalOf(outcome.refusal);
  },
};

function shown(set: ScaleSet): HttpResponse {
  const { health, automaticRepairs } = summarize(set);
  const { resourceId } = modelView(set).genesis;
  const view: InstanceHealthView = { resourceId, automaticRepairs, health };
  return jsonReply(200, view);
}

function readOrder({ body }: HttpRequest): HealthOrder {
  const { resourceId, instanceIds, state, ...others } = readJsonObject(body, FORM);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw badRequest(`"${unknown}" is not known. ${FORM}`);
  if (typeof resourceId !== 'string') throw badRequest(`resourceId is missing. ${FORM}`);
  const known = STATES.find((candidate) => candidate === state);
  if (known === undefined) throw badRequest(`state must be one of ${STATES.join(', ')}.`);
  if (instanceIds === undefined) return { resourceId, names: undefined, state: known };
  const names = Array.isArray(instanceIds) ? instanceIds : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) {
    throw badRequest(`instanceIds must be a list of texts. ${FORM}`);
  }
  return { resourceId, names, state: known };
}

/** Numbers, of a Flexible set names. */
function selectionOf(
  set: ScaleSet,
  names: readonly string[] | undefined,
): InstanceSelection | EmulatorError {
  if (names === undefined) return 'all';
  const isFlexible = modelView(set).facts.orchestrationMode === 'Flexible';
  const ids: number[] = [];
  for (const name of names) {
    const number = /^\d{1,9}$/.test(name) ? Number(name) : undefined;
    const instanceId = isFlexible ? findInstanceId(set, name) : number;
    if (instanceId === undefined) return noInstance(name);
    ids.push(instanceId);
  }
  return ids;
}

function refusalOf(refusal: Refusal): EmulatorError {
  const { reason } = refusal;
  if (reason === 'UnknownInstance') return noInstance(refusal.instance);
  if (reason === 'NoHealthMonitoring') {
    return badRequest(
      'Nobody monitors the machines of this set: its model has neither the application health extension nor a health probe.',
    );
  }
  if (reason === 'NotReporting') {
    return badRequest(
      `Machine ${refusal.instanceId} reports nothing: it does not run, or its health extension is not there yet.`,
    );
  }
  if (reason === 'HealthStateNotAvailable') {
    return badRequest(
      `The machines of this set do not report "${refusal.state}": only version 2 of the health extension knows it.`,
    );
  }
  invariant(reason === 'MarkedForDeletion', 'nothing else keeps a machine from being said well');
  return badRequest('The set is being deleted.');
}

function noSet(resourceId: string): EmulatorError {
  return new EmulatorError('EMU_NOT_FOUND', `There is no scale set "${resourceId}".`);
}

function noInstance(name: string): EmulatorError {
  return new EmulatorError('EMU_NOT_FOUND', `There is no machine ${name} in the set.`);
}

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
