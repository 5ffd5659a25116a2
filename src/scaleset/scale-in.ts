import { type Instant, invariant } from '../base/index.ts';
import { looksUnhealthy } from './awaited.ts';
import { DELETE, DELETING, NONE, RUNNING } from './codes.ts';
import { isUnwell } from './health-column.ts';
import { isProtectedFromScaleIn } from './own.ts';
import { leavers, mayLeave, type Leavers } from './priority-mix.ts';
import type { Operation, ScaleSet } from './scale-set.ts';
import { requestPhase } from './steps.ts';
import { isSuccessor } from './surge-pairs.ts';
import type { ScaleInPolicy } from './part-types.ts';

/**
 * Which machines go when a set is scaled in (documented: "Use custom scale-in policies"): zones are
 * balanced first; by the Default policy, sets without zones balance their fault domains; among the
 * machines of a zone or domain, the newest or the oldest go. Nothing is sorted: machines lie in the
 * order of their age, so one look counts them and another one, or two, takes them.
 */
export interface Shrink {
  readonly kind: 'shrink';
  readonly at: Instant;
  readonly operation: number;
  readonly policy: ScaleInPolicy;
  readonly end: number;
  slot: number;
  remaining: number;
  step: 'count' | 'takeUnhealthy' | 'take' | 'takeOthers';
  /** By zone or fault domain, in the order in which they were met first. */
  readonly parts: Part[];
  /** How many of each priority are to go, as far as the parts let them; null without a mix. */
  readonly mix: Leavers | null;
  /** Of the parts that can give one more than they must, so many have to. */
  spare: number;
}

interface Part {
  readonly number: number;
  count: number;
  /** Those of them that are not protected. */
  free: number;
  /** How many it has to give. */
  due: number;
  canGiveOneMore: boolean;
}

export function shrink(set: ScaleSet, remaining: number, operation: Operation): Shrink {
  return {
    kind: 'shrink',
    at: operation.startedAt,
    operation: operation.index,
    policy: set.facts.scaleIn,
    end: set.instances.length,
    slot: 0,
    remaining,
    step: 'count',
    parts: [],
    mix: leavers(set, remaining),
    spare: 0,
  };
}

/** Looks at the next machine. */
export function shrinkOne(set: ScaleSet, task: Shrink): void {
  const isThere = task.slot >= 0 && task.slot < task.end;
  if (task.step === 'count') {
    if (isThere) countMachine(set, task);
    task.slot += 1;
    if (task.slot < task.end) return;
    share(task);
    begin(task, task.policy.prioritizesUnhealthy ? 'takeUnhealthy' : 'take');
    return;
  }
  if (isThere) {
    takeMachine(set, task);
    task.slot += task.policy.rule === 'OldestVM' ? 1 : -1;
    return;
  }
  invariant(task.step !== 'takeOthers', 'a set has as many machines as it counts');
  // Who was to go by the mix is protected, or in a zone that has given enough: others make room.
  begin(task, task.step === 'takeUnhealthy' ? 'take' : 'takeOthers');
}

/** The fault domain of a machine of a Uniform set. */
export function faultDomain(
  { zones, faultDomainCount }: ScaleSet['facts'],
  instanceId: number,
): number {
  // In a zone every third machine follows the last one, and all zones begin with the first domain.
  const turn = zones.length === 0 ? instanceId : Math.floor(instanceId / ZONES_MAX);
  return turn % faultDomainCount;
}

/** Zones of a region. */
const ZONES_MAX = 3;

function begin(task: Shrink, step: Shrink['step']): void {
  task.step = step;
  task.slot = task.policy.rule === 'OldestVM' ? 0 : task.end - 1;
}

function countMachine(set: ScaleSet, task: Shrink): void {
  // Who takes another one's place goes with it.
  if (!isActive(set, task.slot) || isSuccessor(set, task.slot)) return;
  const number = partOf(set, task);
  let part = task.parts.find((known) => known.number === number);
  if (part === undefined) {
    part = { number, count: 0, free: 0, due: 0, canGiveOneMore: false };
    task.parts.push(part);
  }
  part.count += 1;
  if (!isProtectedFromScaleIn(set, task.slot)) part.free += 1;
}

function takeMachine(set: ScaleSet, task: Shrink): void {
  if (!isActive(set, task.slot) || isSuccessor(set, task.slot)) return;
  if (isProtectedFromScaleIn(set, task.slot)) return;
  if (task.step === 'takeUnhealthy' && isHealthy(set, task.slot)) return;
  const number = partOf(set, task);
  const part = task.parts.find((known) => known.number === number);
  if (part === undefined) return;
  const isSpare = part.due === 0;
  if (isSpare && (task.spare === 0 || !part.canGiveOneMore)) return;
  if (!mayLeave(set, task.slot, task.step === 'takeOthers' ? null : task.mix)) return;
  if (isSpare) {
    part.canGiveOneMore = false;
    task.spare -= 1;
  } else part.due -= 1;
  requestPhase(set, task.slot, DELETE, task.operation, task.at);
  task.remaining -= 1;
}

/** Shares out what has to go, so that as many as possible are left in the part with the fewest. */
function share(task: Shrink): void {
  const { parts, remaining } = task;
  const given = (level: number): number => parts.reduce((sum, part) => sum + above(part, level), 0);
  // The lowest level that asks for no more than has to go.
  let low = 0;
  let high = parts.reduce((most, { count }) => Math.max(most, count), 0);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (given(middle) <= remaining) high = middle;
    else low = middle + 1;
  }
  for (const part of parts) {
    part.due = above(part, low);
    part.canGiveOneMore = low > 0 && above(part, low - 1) > part.due;
  }
  task.spare = remaining - given(low);
}

/** How many a part can give until so many are left. */
function above({ count, free }: Part, level: number): number {
  return Math.min(free, Math.max(0, count - level));
}

function partOf(set: ScaleSet, task: Shrink): number {
  const zone = set.instances.zone(task.slot);
  // Flexible sets leave their fault domains as they are (documented).
  const isByZone = zone !== 0 || set.facts.orchestrationMode === 'Flexible';
  if (isByZone || task.policy.rule !== 'Default') return zone;
  return -1 - faultDomain(set.facts, set.instances.instanceId(task.slot));
}

function isActive(set: ScaleSet, slot: number): boolean {
  const state = set.instances.state(slot);
  return state !== NONE && state !== DELETING;
}

/** "unhealthy and inactive VMs" go first (specification). */
function isHealthy(set: ScaleSet, slot: number): boolean {
  if (set.health !== null && isUnwell(set.health.state[slot] as number)) return false;
  return set.instances.power(slot) === RUNNING && !looksUnhealthy(set, slot);
}
