import type { Instant } from '../base/index.ts';
import { type Failure, failures, isInShare, type StrikeKind } from '../faults/index.ts';
import { addBulk, addToAgenda } from './agenda.ts';
import { drawOfMachine } from './armed.ts';
import {
  DELETING,
  IDLE,
  NONE,
  POWER_OFF,
  REDEPLOY,
  RUNNING,
  START,
  STARTING,
  STOPPED,
} from './codes.ts';
import { announceEviction } from './eviction.ts';
import { healthCode } from './health-column.ts';
import { isReporting, noteWorkEnded, setHealth } from './health.ts';
import { forInstance } from './machine-failure.ts';
import { openOperation, release } from './operations.ts';
import type { AgendaItem, ScaleSet } from './scale-set.ts';
import { faultDomain } from './scale-in.ts';
import { runsAsSpot } from './spontaneous-evictions.ts';
import { endHold } from './scheduled-events.ts';
import { forcePhase, requestPhase } from './steps.ts';
import { failureNumber, setPower, settle } from './transitions.ts';
import type { Command } from './types.ts';
import { zoneName } from './zones.ts';

/*
 * Misfortune that nobody asked the set for: it strikes machines that are there, all at one instant. Who
 * is struck depends on the set's seed, the machine and the fault only.
 */

export interface StrikeScan {
  readonly kind: 'strike';
  readonly at: Instant;
  readonly operation: number;
  readonly operationId: string;
  readonly strike: Strike;
  readonly end: number;
  slot: number;
}

/** Machines of a zone that is there again. */
export interface ZoneRecovery {
  readonly kind: 'zoneRecovery';
  readonly at: Instant;
  readonly operation: number;
  readonly instanceIds: readonly number[];
  position: number;
}

export interface Strike {
  readonly kind: StrikeKind;
  /** Null for all. */
  readonly instances: readonly number[] | null;
  readonly zone: string | null;
  readonly faultDomain: number | null;
  /** Of those that match, this part; null for all. */
  readonly share: number | null;
  readonly salt: number;
  /** What `fail` marks machines with. */
  readonly failure: Failure | null;
  /** When a lost zone comes back by itself; null when somebody has to say so. */
  readonly until: Instant | null;
}

export function applyStrike(set: ScaleSet, command: Extract<Command, { kind: 'strike' }>): void {
  const { at, operationId, strike } = command;
  const { index } = openOperation(set, command, { action: null, instanceCount: 0, ofSet: false });
  addBulk(set, {
    kind: 'strike',
    at,
    operation: index,
    operationId,
    strike,
    slot: 0,
    end: set.instances.length,
  });
  if (strike.kind === 'loseZone' && strike.zone !== null && strike.until !== null) {
    const { zone, until: due } = strike;
    addToAgenda(set, { kind: 'zoneRecovery', operationId, zone, due });
  }
  release(set, index, at, null);
}

/** The machines of a zone that stopped with it start again. */
export function applyRecovery(
  set: ScaleSet,
  command: Extract<Command, { kind: 'recoverZone' }>,
): void {
  recoverZone(set, command.zone, command);
}

/** The zone comes back when that was known before. */
export function recoverByItself(
  set: ScaleSet,
  item: Extract<AgendaItem, { kind: 'zoneRecovery' }>,
  at: Instant,
): void {
  if (set.deleting) return;
  recoverZone(set, item.zone, { operationId: `${item.operationId}/recovery`, at });
}

function recoverZone(
  set: ScaleSet,
  zone: string,
  { operationId, at }: { readonly operationId: string; readonly at: Instant },
): void {
  const { index } = openOperation(
    set,
    { kind: 'recoverZone', operationId, at },
    { action: null, instanceCount: 0, ofSet: false },
  );
  const instanceIds = [...set.down].filter(([, of]) => of === zone).map(([id]) => id);
  addBulk(set, {
    kind: 'zoneRecovery',
    at,
    operation: index,
    instanceIds: instanceIds.sort((a, b) => a - b),
    position: 0,
  });
  release(set, index, at, null);
}

/** Looks at one machine for a strike. */
export function strikeOne(set: ScaleSet, task: StrikeScan, slot: number): void {
  const { instances } = set;
  const state = instances.state(slot);
  if (state === NONE || state === DELETING) return;
  const { strike, operation, operationId, at } = task;
  const instanceId = instances.instanceId(slot);
  if (strike.zone !== null && zoneName(set, slot) !== strike.zone) return;
  if (strike.faultDomain !== null && faultDomain(set.facts, instanceId) !== strike.faultDomain)
    return;
  if (strike.instances !== null && !strike.instances.includes(instanceId)) return;
  const draw = drawOfMachine(set, instanceId);
  if (!isInShare(strike.share ?? undefined, draw, strike.salt)) return;
  const runs = instances.power(slot) === RUNNING;
  switch (strike.kind) {
    case 'fail':
      // Who is being worked on is told by how that ends.
      if (!runs || instances.phase(slot) !== IDLE || strike.failure === null) return;
      settle(set, slot, at, forInstance(set, slot, strike.failure));
      return;
    case 'unhealthy': {
      const { health } = set;
      if (health === null || !isReporting(set, health, slot)) return;
      setHealth(set, health, slot, healthCode('unhealthy'), at);
      return;
    }
    case 'evict':
      if (runsAsSpot(set, slot)) announceEviction(set, { operationId, operation, instanceId }, at);
      return;
    case 'loseHost':
      if (runs) forcePhase(set, slot, REDEPLOY, operation, at);
      return;
    case 'loseZone':
      if (runs || instances.power(slot) === STARTING) goDown(set, slot, strike.zone ?? '', at);
      if (instances.phase(slot) !== IDLE) failNow(set, slot, strike.failure, at);
      return;
  }
}

/** What the machine is doing fails at once. */
function failNow(set: ScaleSet, slot: number, failure: Failure | null, at: Instant): void {
  if (set.notices.size > 0) endHold(set, slot);
  if (set.stuck.size > 0) set.stuck.delete(set.instances.instanceId(slot));
  const fate = failureNumber(set, failure ?? failures.internalExecutionError) + 1;
  set.instances.setFate(slot, fate);
  set.queue.schedule(slot, at);
}

/** The machine is off, though nobody has asked for it; its provisioning state stays as it is. */
function goDown(set: ScaleSet, slot: number, zone: string, at: Instant): void {
  set.down.set(set.instances.instanceId(slot), zone);
  setPower(set, slot, STOPPED);
  noteWorkEnded(set, slot, { phase: POWER_OFF, operation: 0, failure: null }, at);
  if (set.observer !== null) set.observer.stepped(slot);
}

/** Starts one machine of a zone that is there again, unless somebody has done so or has taken it away. */
export function recoverOne(set: ScaleSet, task: ZoneRecovery): void {
  const instanceId = task.instanceIds[task.position] as number;
  task.position += 1;
  const slot = set.instances.find(instanceId);
  if (!set.down.delete(instanceId) || slot === -1) return;
  const { instances } = set;
  if (instances.state(slot) === DELETING || instances.power(slot) !== STOPPED) return;
  if (instances.phase(slot) === IDLE) requestPhase(set, slot, START, task.operation, task.at);
}
