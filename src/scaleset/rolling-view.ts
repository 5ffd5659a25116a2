import type { RollingUpgrade } from './scale-set.ts';
import type { RollingUpgradeView } from './types.ts';

/** A rolling upgrade as far as it has come, for those who ask. */
export function rollingView(rolling: RollingUpgrade): RollingUpgradeView {
  const { kind, policy, startedAt, code, lastAction, lastActionAt, endedAt } = rolling;
  const { successful, failed, inProgress, pending, failure, rollback } = rolling;
  const status = { kind, policy, startedAt, code, lastAction, lastActionAt, endedAt };
  return {
    ...status,
    successful,
    failed,
    inProgress,
    pending,
    failure,
    rollback: rollback && {
      successful: rollback.successful,
      failed: rollback.failed,
      failure: rollback.failure,
    },
  };
}
