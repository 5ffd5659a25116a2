import { armErrors } from '../../../arm/index.ts';
import { type JsonObject, parseDuration } from '../../../base/index.ts';
import { listAt } from './json-path.ts';
import { anything, listOf, object, oneOf, reference, string } from './schema-types.ts';

/*
 * Lifecycle hooks and their events. Source: the specification, LifecycleHooksProfile and
 * VMScaleSetLifecycleHookEventUpdate (2025-11-01).
 */

const hookType = oneOf('UpgradeAutoOSScheduling', 'UpgradeAutoOSRollingBatchStarting');

export const lifecycleHooksProfile = object('LifecycleHooksProfile', {
  lifecycleHooks: listOf(
    object('LifecycleHook', {
      type: hookType,
      waitDuration: string,
      defaultAction: oneOf('Approve', 'Reject'),
    }),
  ),
});

export const hookEventUpdate = object('VMScaleSetLifecycleHookEventUpdate', {
  name: string,
  id: string,
  type: string,
  systemData: anything,
  properties: object('VMScaleSetLifecycleHookEventProperties', {
    type: hookType,
    waitUntil: string,
    maxWaitUntil: string,
    timeCreated: string,
    defaultAction: oneOf('Approve', 'Reject'),
    targetResources: listOf(
      object('VMScaleSetLifecycleHookEventTargetResource', {
        resource: reference,
        actionState: oneOf('Waiting', 'Approved', 'Rejected'),
      }),
    ),
    additionalContext: anything,
    state: oneOf('Active', 'Completed'),
  }),
});

/** How long events wait at most, in hours. Source: azure-cli #33328 (2 days, 4 hours). */
const HOURS_MAX: Readonly<Record<string, number>> = {
  UpgradeAutoOSScheduling: 48,
  UpgradeAutoOSRollingBatchStarting: 4,
};

const MICROS_PER_HOUR = 3_600_000_000;

/** Throws for hooks that no event can come of. One of each type: clients know them by their type. */
export function checkLifecycleHooks(properties: JsonObject): void {
  const seen = new Set<unknown>();
  for (const { type, waitDuration } of listAt(
    properties,
    'lifecycleHooksProfile',
    'lifecycleHooks',
  )) {
    if (typeof type !== 'string') throw armErrors.missingParameter('lifecycleHook.type');
    if (seen.has(type))
      throw armErrors.invalidParameterValue('lifecycleHooksProfile.lifecycleHooks');
    seen.add(type);
    if (waitDuration === undefined) continue;
    const text = typeof waitDuration === 'string' ? waitDuration : '';
    const wait = text.startsWith('P') ? parseDuration(text) : undefined;
    if (wait === undefined || wait <= 0 || wait > (HOURS_MAX[type] ?? 0) * MICROS_PER_HOUR) {
      throw armErrors.invalidParameterValue('lifecycleHook.waitDuration');
    }
  }
}
