import type { Instant } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import { letAwaitedBe } from './awaited.ts';
import { abandonHookEvents } from './lifecycle-hooks.ts';
import { giveWay, release } from './operations.ts';
import { beginRollback, forgetAllPrevious } from './rollback.ts';
import { rollingView } from './rolling-view.ts';
import type { Operation, RollingUpgrade, ScaleSet } from './scale-set.ts';
import { abandonPairs } from './surge.ts';

/** The upgrade that is under way; null when none is. */
export function activeRolling(set: ScaleSet): RollingUpgrade | null {
  return set.rolling?.code === 'RollingForward' ? set.rolling : null;
}

/** Ends the upgrade when all that failed in it were tried to be brought back. */
export function endRollback(set: ScaleSet, rolling: RollingUpgrade, at: Instant): void {
  const { rollback, code } = rolling;
  if (code !== 'RollingForward' || rollback === null || rollback.pending > 0) return;
  end(set, rolling, 'Faulted', at, rollback.cause);
}

/** OS upgrades that a set remembers beside the latest; older ones are no longer listed. */
const HISTORY_MAX = 20;

/** A newer upgrade takes the place of the one before it. */
export function supersede(set: ScaleSet, owner: Operation, at: Instant): void {
  const rolling = set.rolling;
  if (rolling === null) return;
  if (rolling.code === 'RollingForward') {
    rolling.code = 'Cancelled';
    rolling.endedAt = at;
    abandonHookEvents(set, rolling.operation);
    letAwaitedBe(set, rolling);
    abandonPairs(set, rolling, at);
    forgetAllPrevious(set, rolling);
    release(set, rolling.operation, at, null);
    giveWay(set, rolling.owner, owner.index, at);
  }
  if (rolling.kind !== 'os') return;
  set.pastOsUpgrades = [...set.pastOsUpgrades, rollingView(rolling)].slice(-HISTORY_MAX);
}

/** A limit of the policy is broken. */
export function fault(set: ScaleSet, rolling: RollingUpgrade, at: Instant, failure: Failure): void {
  if (!beginRollback(set, rolling, at, failure)) end(set, rolling, 'Faulted', at, failure);
}

/** Ends an upgrade, and lets who waits for it know. */
export function end(
  set: ScaleSet,
  rolling: RollingUpgrade,
  code: 'Completed' | 'Cancelled' | 'Faulted',
  at: Instant,
  failure: Failure | null,
): void {
  rolling.code = code;
  rolling.endedAt = at;
  letAwaitedBe(set, rolling);
  abandonPairs(set, rolling, at);
  forgetAllPrevious(set, rolling);
  rolling.failure = code === 'Faulted' ? failure : null;
  rolling.consent.isAwaited = false;
  abandonHookEvents(set, rolling.operation);
  release(set, rolling.operation, at, null);
  release(set, rolling.owner, at, failure);
}

/** Rounded down. */
export function percent(part: number, whole: number): number {
  return Math.floor((part * 100) / Math.max(1, whole));
}
