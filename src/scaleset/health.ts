import { finish, type Instant, mix, NEVER } from '../base/index.ts';
import { matchFaultRule } from '../faults/index.ts';
import { DEALLOCATED, DEALLOCATING, MODIFY, RUN_COMMAND, RUNNING, SUCCEEDED } from './codes.ts';
import {
  forgetHealth,
  type Health,
  HEALTHY,
  type HealthTurn,
  INITIALIZING,
  isUnwell,
  moveHealthState,
  scheduleHealth,
  UNHEALTHY,
  UNKNOWN,
  UNMONITORED,
} from './health-column.ts';
import { drawDuration, LONGEST_MICROS } from './lifecycle.ts';
import { drawFor, profileOf } from './phases.ts';
import { nextRepair, offerForRepair } from './repair-queue.ts';
import { noteHealthy } from './health-gate.ts';
import type { ScaleSet } from './scale-set.ts';
import type { HealthMonitoring } from './health-types.ts';

/** Stands for the health in draws, beside the steps of an instance. */
const HEALTH_DRAW = 255;

/**
 * What the end of a machine's work means for its health. Whatever begins its application anew begins
 * its health anew; a machine that is not reached is unhealthy or unknown (recorded: "or is
 * unreachable"), and nobody asks one that is deallocated.
 */
export function noteWorkEnded(
  set: ScaleSet,
  slot: number,
  work: { readonly phase: number; readonly operation: number; readonly failure: unknown },
  at: Instant,
): void {
  const { health } = set;
  if (health === null) return;
  const instanceId = set.instances.instanceId(slot);
  const monitoring = monitoringAt(set, slot);
  const hasReported = (health.state[slot] as number) !== UNMONITORED;
  if (monitoring === null) {
    forgetHealth(health, slot, instanceId);
  } else if (set.instances.power(slot) !== RUNNING) {
    scheduleHealth(health, slot, instanceId, 0);
    health.ahead.delete(instanceId);
    if (hasReported) changeHealth(set, health, slot, unreachable(monitoring), at);
  } else if (work.failure === null && (isNewStart(work.phase) || !hasReported)) {
    beginHealth(set, health, slot, monitoring, work.operation, at);
  }
  offerForRepair(set, health, slot);
}

/** When something is due for the health of machines, if that is by `bound`; NEVER otherwise. */
export function nextHealth(set: ScaleSet, health: Health, bound: Instant): Instant {
  const { queue } = health;
  const deadline = set.rolling?.healthDeadline ?? NEVER;
  let due = deadline <= bound ? deadline : NEVER;
  while (queue.size > 0 && queue.topDue <= bound) {
    const slot = set.instances.find(queue.topSlot);
    if (slot !== -1 && health.due[slot] === queue.topDue) {
      due = Math.min(due, queue.topDue);
      break;
    }
    queue.pop();
  }
  return Math.min(due, nextRepair(set, health, bound));
}

/** Does what `nextHealth` has just spoken of, if it is a machine's turn to another state. */
export function turnHealth(set: ScaleSet, health: Health, at: Instant): boolean {
  const { queue } = health;
  // Cleaned by `nextHealth`: what is at the top is so.
  if (queue.size === 0 || queue.topDue !== at) return false;
  const instanceId = queue.pop();
  const slot = set.instances.find(instanceId);
  const [turn, ...later] = health.ahead.get(instanceId) ?? [{ state: HEALTHY, after: 0 }];
  const [next] = later;
  if (next === undefined) {
    health.due[slot] = 0;
    health.ahead.delete(instanceId);
  } else {
    health.ahead.set(instanceId, later);
    scheduleHealth(health, slot, instanceId, at + Math.min(next.after, LONGEST_MICROS));
  }
  const state = turn?.state ?? HEALTHY;
  if (health.state[slot] === state) offerForRepair(set, health, slot);
  else changeHealth(set, health, slot, state, at);
  return true;
}

/** Whether somebody is asked how the machine is: it runs and has reported, or is about to. */
export function isReporting(set: ScaleSet, health: Health, slot: number): boolean {
  if (set.instances.power(slot) !== RUNNING) return false;
  return health.state[slot] !== UNMONITORED || health.due[slot] !== 0;
}

/** Says how a machine is from here on, until its application begins anew. */
export function setHealth(
  set: ScaleSet,
  health: Health,
  slot: number,
  state: number,
  at: Instant,
): void {
  const instanceId = set.instances.instanceId(slot);
  scheduleHealth(health, slot, instanceId, 0);
  health.ahead.delete(instanceId);
  // It may have been left alone because it was about to become healthy by itself.
  if (health.state[slot] === state) offerForRepair(set, health, slot);
  else changeHealth(set, health, slot, state, at);
}

function changeHealth(
  set: ScaleSet,
  health: Health,
  slot: number,
  state: number,
  at: Instant,
): void {
  if (!moveHealthState(health, slot, state, at)) return;
  set.viewVersion += 1;
  if (state === HEALTHY) {
    const instanceId = set.instances.instanceId(slot);
    if (health.rounds.size > 0) health.rounds.delete(instanceId);
    noteHealthy(set, instanceId, at);
  } else if (isUnwell(state)) offerForRepair(set, health, slot);
}

function beginHealth(
  set: ScaleSet,
  health: Health,
  slot: number,
  monitoring: HealthMonitoring,
  operation: number,
  at: Instant,
): void {
  const instanceId = set.instances.instanceId(slot);
  const draw = drawFor(set, instanceId, operation, HEALTH_DRAW);
  const rules = set.lifecycle.source.health;
  const first = Math.min(drawDuration(rules?.firstReport, draw), LONGEST_MICROS);
  const turns = turnsOf(set, monitoring, instanceId, draw, first);
  if (turns.length > 0) health.ahead.set(instanceId, turns);
  else health.ahead.delete(instanceId);
  scheduleHealth(health, slot, instanceId, at + first);
  // The state exists with rich health states only; without them nothing was heard of a new machine
  // yet, and what was heard of an older one does not hold any more.
  if (monitoring.isRich) changeHealth(set, health, slot, INITIALIZING, at);
  else if (health.state[slot] !== UNMONITORED) changeHealth(set, health, slot, UNHEALTHY, at);
}

/** What a rule of the life cycle lets come; nothing for a machine that becomes healthy and stays so. */
function turnsOf(
  set: ScaleSet,
  monitoring: HealthMonitoring,
  instanceId: number,
  draw: number,
  first: number,
): readonly HealthTurn[] {
  const faults = set.lifecycle.source.health?.faults ?? [];
  const chance = finish(mix(draw, 1));
  const rule = faults[matchFaultRule(faults, { extension: null, instanceId, draw: chance })];
  if (rule === undefined) return [];
  const state = rule.state === 'unknown' ? unreachable(monitoring) : UNHEALTHY;
  const turns: HealthTurn[] =
    rule.after === null
      ? [{ state, after: first }]
      : [
          { state: HEALTHY, after: first },
          { state, after: drawDuration(rule.after, finish(mix(draw, 2))) },
        ];
  if (rule.lasts !== null) {
    turns.push({ state: HEALTHY, after: drawDuration(rule.lasts, finish(mix(draw, 3))) });
  }
  return turns;
}

/** Who reports how a machine is; null when nobody does. */
function monitoringAt(set: ScaleSet, slot: number): HealthMonitoring | null {
  const profile = profileOf(set, slot);
  const { health: monitoring } = profile.facts;
  const power = set.instances.power(slot);
  if (monitoring === null || power === 0 || power === DEALLOCATED || power === DEALLOCATING) {
    return null;
  }
  if (monitoring.extension === null) return monitoring;
  const index = profile.order.find((at) => set.extensions[at]?.name === monitoring.extension);
  // One that is not installed, or failed, reports nothing.
  return set.extensions[index ?? -1]?.state[slot] === SUCCEEDED ? monitoring : null;
}

/** Nobody answers: unknown where that state exists (documented), else unhealthy. */
function unreachable({ hasUnknown }: HealthMonitoring): number {
  return hasUnknown ? UNKNOWN : UNHEALTHY;
}

/** What is done beside the application leaves it as it is. Inferred. */
function isNewStart(phase: number): boolean {
  return phase !== MODIFY && phase !== RUN_COMMAND;
}
