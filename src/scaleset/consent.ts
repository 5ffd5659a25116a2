import { DELETING, NONE } from './codes.ts';
import { isUpToDate } from './phases.ts';
import type { RollingUpgrade, ScaleSet } from './scale-set.ts';
import type { HookType, LifecycleHook } from './hook-types.ts';
import type { InstanceSelection, Refusal } from './types.ts';

/** What somebody has to agree to before a rolling upgrade of the system goes on. */
export interface Consent {
  /** Whether each machine waits until somebody approves. */
  readonly isDeferred: boolean;
  /** Machines that may be upgraded when it is deferred. */
  readonly approved: Set<number>;
  isAllApproved: boolean;
  /** Whether nothing goes on until somebody approves. */
  isAwaited: boolean;
  /** Machines whose upgrade somebody rejected, by answering an event of a hook. */
  readonly rejected: Set<number>;
}

/**
 * Only upgrades of the system wait ("Deferred OS upgrades …", "before an Auto OS Upgrade operation
 * starts", specification). That one on request is such an upgrade is inferred: no newer image comes
 * out here by itself.
 */
export function newConsent({ facts }: ScaleSet, kind: RollingUpgrade['kind']): Consent {
  return {
    isDeferred: kind === 'os' && facts.osUpgradeDeferral,
    approved: new Set(),
    isAllApproved: false,
    isAwaited: false,
    rejected: new Set(),
  };
}

export function hookOf(
  { facts }: ScaleSet,
  { kind }: RollingUpgrade,
  type: HookType,
): LifecycleHook | undefined {
  return kind === 'os' ? facts.lifecycleHooks.find((hook) => hook.type === type) : undefined;
}

/** Why an upgrade does not take a machine now; null when it may. */
export function withheld(
  { consent }: RollingUpgrade,
  instanceId: number,
): 'rejected' | 'unapproved' | null {
  const { isDeferred, isAllApproved, approved, rejected } = consent;
  if (rejected.has(instanceId)) return 'rejected';
  return isDeferred && !isAllApproved && !approved.has(instanceId) ? 'unapproved' : null;
}

/** Whether an upgrade waits for machines to be approved of: for one of these at least. */
export function checkApproval(
  set: ScaleSet,
  rolling: RollingUpgrade | null,
  instances: InstanceSelection,
): Refusal | null {
  const isWaiting =
    rolling !== null &&
    rolling.consent.isDeferred &&
    !rolling.consent.isAllApproved &&
    (instances === 'all' || instances.some((instanceId) => isWaitingFor(set, rolling, instanceId)));
  return isWaiting ? null : { reason: 'NothingToApprove' };
}

function isWaitingFor(set: ScaleSet, rolling: RollingUpgrade, instanceId: number): boolean {
  return canBeUpgraded(set, instanceId) && withheld(rolling, instanceId) === 'unapproved';
}

/** Machines may go, or come up to date, while somebody makes up their mind. */
export function canBeUpgraded(set: ScaleSet, instanceId: number): boolean {
  const slot = set.instances.find(instanceId);
  if (slot === -1) return false;
  const state = set.instances.state(slot);
  return state !== NONE && state !== DELETING && !isUpToDate(set, slot);
}
