import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import {
  type HookEventView,
  listHookEvents,
  modelView,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { findScaleSet, SCALE_SET, scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { hookEventBody } from '../shapes/hook-event.ts';

const RATE_LIMITS = ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'];

const HOOK_EVENTS = `${SCALE_SET}/lifecycleHookEvents`;
export const HOOK_EVENT = `${HOOK_EVENTS}/{lifecycleHookEventName}`;

/** What waits for an answer, and what was answered lately; oldest first. */
export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetLifeCycleHookEvents_List',
  method: 'GET',
  path: HOOK_EVENTS,
  since: '2025-11-01',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    const value = listHookEvents(set).map((event) => bodyIn(set, request, event));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetLifeCycleHookEvents_Get',
  method: 'GET',
  path: HOOK_EVENT,
  since: '2025-11-01',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    const json = bodyIn(set, request, hookEventIn(set, request));
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

/** The event that a request names. Throws NotFound. */
export function hookEventIn(set: ScaleSet, { params }: ArmRequest): HookEventView {
  const name = (params['lifecycleHookEventName'] ?? '').toLowerCase();
  const event = listHookEvents(set).find((item) => item.name === name);
  if (!event) throw armErrors.instanceNotFound();
  return event;
}

export function bodyIn(set: ScaleSet, { params }: ArmRequest, event: HookEventView): object {
  return hookEventBody(set, event, scaleSetId(params, modelView(set).genesis.name));
}
