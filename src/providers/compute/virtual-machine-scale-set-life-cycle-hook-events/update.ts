import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import {
  foldCase,
  type Instant,
  isJsonObject,
  type JsonObject,
  parseInstant,
} from '../../../base/index.ts';
import {
  findHookEvent,
  type HookAnswer,
  type HookEventView,
  type HookTarget,
  modelView,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { listAt, objectAt, valueAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { hookEventUpdate } from '../model/hook-schema.ts';
import { scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { targetId } from '../shapes/hook-event.ts';
import { unknownMembers } from '../virtual-machine-scale-sets/write-reply.ts';
import { bodyIn, HOOK_EVENT, hookEventIn } from './read.ts';

/** Approves or rejects targets of an event, or delays it; what it says else stays as it is. */
export const update: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetLifeCycleHookEvents_Update',
  method: 'PATCH',
  path: HOOK_EVENT,
  since: '2025-11-01',
  longRunning: false,
  rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
  async handle(request, services) {
    const sent = readUpdate(request);
    const name = (request.params['lifecycleHookEventName'] ?? '').toLowerCase();
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSets.lifecycleHookEvents.PATCH' },
      ({ now, operationId }, current) => {
        const event = hookEventIn(current, request);
        const answers = answersOf(current, request, { event, sent });
        const waitUntil = waitOf(event, sent);
        return {
          command: { kind: 'updateHookEvent', at: now, operationId, name, waitUntil, answers },
        };
      },
    );
    const event = findHookEvent(changed.scaleSet, name);
    if (!event) throw armErrors.instanceNotFound();
    const json = bodyIn(changed.scaleSet, request, event);
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

function readUpdate(request: ArmRequest): JsonObject {
  const body = request.json();
  const read = provider(
    () => readObject(isJsonObject(body) ? body : {}, hookEventUpdate, '', unknownMembers(request)),
    'lifecycleHookEvent',
  );
  return objectAt(read, 'properties');
}

/** Targets that are sent as they are waiting are left so: clients send an event back whole. */
function answersOf(
  set: ScaleSet,
  { params }: ArmRequest,
  { event, sent }: { event: HookEventView; sent: JsonObject },
): { of: HookTarget['of']; state: HookAnswer }[] {
  const setId = scaleSetId(params, modelView(set).genesis.name);
  const byId = new Map(event.targets.map(({ of }) => [foldCase(targetId(set, setId, of)), of]));
  return listAt(sent, 'targetResources').flatMap((target) => {
    const id = String(valueAt(target, 'resource', 'id') ?? '');
    const of = byId.get(foldCase(id));
    if (of === undefined) throw armErrors.invalidParameterValue('targetResources');
    const state = target['actionState'];
    return state === 'Approved' || state === 'Rejected' ? [{ of, state }] : [];
  });
}

function waitOf(event: HookEventView, { waitUntil }: JsonObject): Instant | null {
  if (waitUntil === undefined) return null;
  const until = typeof waitUntil === 'string' ? parseInstant(waitUntil) : undefined;
  if (until === undefined) throw armErrors.invalidParameterValue('waitUntil');
  return until === event.waitUntil ? null : until;
}
