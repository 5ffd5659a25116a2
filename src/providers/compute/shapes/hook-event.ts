import { formatInstant, type JsonObject } from '../../../base/index.ts';
import {
  type HookEventView,
  type HookTarget,
  instanceName,
  modelView,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { SCALE_SET_TYPE } from '../paths.ts';
import { virtualMachineId } from './flexible-vm.ts';

/** An event of a lifecycle hook. Source: the specification's examples, 2026-03-01. */
export function hookEventBody(set: ScaleSet, event: HookEventView, setId: string): JsonObject {
  const isOver = event.targets.every(({ state }) => state !== 'Waiting');
  return {
    name: event.name,
    id: `${setId}/lifecycleHookEvents/${event.name}`,
    type: `${SCALE_SET_TYPE}/lifecycleHookEvents`,
    properties: {
      type: event.type,
      waitUntil: formatInstant(event.waitUntil),
      maxWaitUntil: formatInstant(event.maxWaitUntil),
      timeCreated: formatInstant(event.createdAt),
      defaultAction: event.defaultAction,
      targetResources: event.targets.map(({ of, state }) => ({
        resource: { id: targetId(set, setId, of) },
        actionState: state,
      })),
      state: isOver ? 'Completed' : 'Active',
    },
  };
}

export function targetId(set: ScaleSet, setId: string, of: HookTarget['of']): string {
  if (of === 'set') return setId;
  return modelView(set).facts.orchestrationMode === 'Flexible'
    ? virtualMachineId(setId, instanceName(set, of))
    : `${setId}/virtualMachines/${of}`;
}
