import { MICROS_PER_SECOND, NEVER } from '../base/index.ts';
import type { ClockControl } from '../clock/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Deployments } from '../providers/index.ts';

export interface SettleParts {
  readonly clock: ClockControl;
  readonly fleet: Pick<Fleet, 'settleAll'>;
  readonly deployments: Pick<Deployments, 'nextDue' | 'settle'>;
}

/** As of the fleet: an instant clock does not run after work that makes new work for ever. */
const JUMP_MAX = 86_400 * MICROS_PER_SECOND;

/**
 * Jumps an instant clock until nothing is left to do, neither in a set nor in a deployment, which
 * waits for sets and makes new ones. Costs nothing when all is settled.
 */
export function createSettleAll({ clock, fleet, deployments }: SettleParts): () => Promise<void> {
  let settling: Promise<void> | undefined;
  return async () => {
    await fleet.settleAll();
    if (deployments.nextDue() === NEVER) return;
    settling ??= jump().finally(() => {
      settling = undefined;
    });
    await settling;
  };

  async function jump(): Promise<void> {
    const last = clock.now() + JUMP_MAX;
    for (let due = deployments.nextDue(); due <= last; due = deployments.nextDue()) {
      const ahead = due - clock.now();
      if (ahead > 0) clock.advanceBy(ahead);
      await deployments.settle();
      await fleet.settleAll();
    }
  }
}
