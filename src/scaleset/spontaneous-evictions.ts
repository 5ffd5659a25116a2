import { finish, type Instant, invariant, type Micros, mix } from '../base/index.ts';
import { addBulk, addToAgenda } from './agenda.ts';
import { DELETING, NONE, RUNNING } from './codes.ts';
import { announceEviction } from './eviction.ts';
import type { EvictionRate, EvictionWave } from './lifecycle-evictions.ts';
import { openOperation, release } from './operations.ts';
import { profileOf } from './phases.ts';
import type { AgendaItem, ScaleSet } from './scale-set.ts';
import { zoneName } from './zones.ts';

/*
 * Evictions by the life cycle: waves at their times, and a rate. Both draw from the set's seed, and a
 * machine's part in a wave depends on nothing but its id and the wave.
 */

/** Looking for the machines that a wave takes. */
export interface EvictionScan {
  readonly kind: 'evictionScan';
  readonly at: Instant;
  readonly operation: number;
  readonly operationId: string;
  readonly wave: EvictionWave;
  readonly chance: number;
  readonly end: number;
  slot: number;
}

/** Of draws of waves and of rates, so that they differ from those of steps. */
const WAVE_SALT = 0x77617665;
const RATE_SALT = 0x72617465;

/**
 * The longest that a rate waits before it looks again at how many machines there are: what it has drawn
 * for fewer or for more machines is thrown away, which changes nothing as it has no memory.
 */
const LOOK_AGAIN: Micros = 600_000_000;
const HOUR: Micros = 3_600_000_000;

/** Lets the evictions of the life cycle in force begin; those of one before it end. */
export function beginEvictions(set: ScaleSet, at: Instant): void {
  set.evictionEpoch += 1;
  const { evictions } = set.lifecycle.source;
  if (evictions === undefined || !mayHaveSpot(set)) return;
  const epoch = set.evictionEpoch;
  evictions.waves.forEach((wave, index) =>
    addToAgenda(set, {
      kind: 'evictionWave',
      epoch,
      wave: index,
      turn: 0,
      due: at + wave.at,
    }),
  );
  if (evictions.rate === null) return;
  const until = evictions.rate.for === null ? null : at + evictions.rate.for;
  scheduleByRate(set, evictions.rate, { epoch, number: 0, until, at });
}

/** A wave comes: who runs and is drawn is told; when the next one is due it will come. */
export function beginWave(
  set: ScaleSet,
  item: Extract<AgendaItem, { kind: 'evictionWave' }>,
  at: Instant,
): void {
  if (item.epoch !== set.evictionEpoch || set.deleting) return;
  const wave = set.lifecycle.source.evictions?.waves[item.wave];
  invariant(wave !== undefined, 'a wave that comes is one of the life cycle');
  const operationId = `${set.genesis.uniqueId}/evictions/${item.epoch}/${item.wave}/${item.turn}`;
  const { index } = openOperation(
    set,
    { kind: 'simulateEviction', operationId, at },
    { action: 'deallocate', instanceCount: 0, ofSet: false },
  );
  addBulk(set, {
    kind: 'evictionScan',
    at,
    operation: index,
    operationId,
    wave,
    chance: mix(mix(mix(set.genesis.seed, WAVE_SALT), item.wave), item.turn),
    slot: 0,
    end: set.instances.length,
  });
  release(set, index, at, null);
  const turn = item.turn + 1;
  if (wave.every === null || turn === wave.times) return;
  addToAgenda(set, { ...item, turn, due: at + wave.every });
}

/** Looks at one machine for a wave. */
export function lookAtForWave(set: ScaleSet, task: EvictionScan, slot: number): void {
  if (!runsAsSpot(set, slot)) return;
  const instanceId = set.instances.instanceId(slot);
  const { wave, chance, operation, operationId, at } = task;
  if (wave.zone !== null && zoneName(set, slot) !== wave.zone) return;
  // By its place in the wave's own order, so that a share of 1 leaves nobody.
  if (finish(mix(chance, instanceId)) >= wave.share * 0x1_0000_0000) return;
  announceEviction(set, { operationId, operation, instanceId }, at);
}

/** What a rate has drawn: one machine, if one of that number runs as Spot. */
export function evictByRate(
  set: ScaleSet,
  item: Extract<AgendaItem, { kind: 'evictionByRate' }>,
  at: Instant,
): void {
  if (item.epoch !== set.evictionEpoch || set.deleting) return;
  const rate = set.lifecycle.source.evictions?.rate;
  invariant(rate !== undefined && rate !== null, 'a rate that goes on is in the life cycle');
  const { epoch, number, until } = item;
  if (item.hits) {
    const share = finish(mix(rateChance(set, item), 1)) / 0x1_0000_0000;
    const instanceId = Math.floor(share * set.nextInstanceId);
    const slot = set.instances.find(instanceId);
    const operationId = `${set.genesis.uniqueId}/evictions/${epoch}/rate/${number}`;
    if (slot !== -1 && runsAsSpot(set, slot)) {
      announceEviction(set, { operationId, operation: 0, instanceId }, at);
    }
  }
  scheduleByRate(set, rate, { epoch, number: number + 1, until, at });
}

/**
 * Draws when somebody of all ids that there were is evicted next, which is often enough for all that
 * there are: who is drawn and is no more is left alone.
 */
function scheduleByRate(
  set: ScaleSet,
  { perMachineHour }: EvictionRate,
  next: {
    readonly epoch: number;
    readonly number: number;
    readonly until: Instant | null;
    readonly at: Instant;
  },
): void {
  const { epoch, number, until, at } = next;
  const draw = (finish(rateChance(set, next)) + 1) / 0x1_0000_0001;
  const perHour = perMachineHour * set.nextInstanceId;
  const wait = perHour === 0 ? LOOK_AGAIN : Math.ceil((-Math.log(draw) / perHour) * HOUR);
  const due = at + Math.min(wait, LOOK_AGAIN);
  if (until !== null && due > until) return;
  addToAgenda(set, { kind: 'evictionByRate', epoch, number, until, hits: wait < LOOK_AGAIN, due });
}

function rateChance(
  set: ScaleSet,
  { epoch, number }: { readonly epoch: number; readonly number: number },
): number {
  return mix(mix(mix(set.genesis.seed, RATE_SALT), epoch), number);
}

/** Priority cannot change later; into a Flexible set without a profile any machine can be put. */
function mayHaveSpot(set: ScaleSet): boolean {
  return set.facts.spot !== null || !('sku' in set.model);
}

/** A machine that the platform can take back. */
export function runsAsSpot(set: ScaleSet, slot: number): boolean {
  const { instances } = set;
  const state = instances.state(slot);
  if (state === NONE || state === DELETING || instances.power(slot) !== RUNNING) return false;
  return profileOf(set, slot).facts.spot !== null;
}
