import {
  type Instant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  MICROS_PER_SECOND,
  NEVER,
} from '../../base/index.ts';
import {
  advance,
  apply,
  check,
  type Command,
  createScaleSet,
  type Lifecycle,
  nextDue,
  type ScaleSet,
  scheduledEventsOf,
} from '../index.ts';
import { faultCommand } from './fault-wishes.ts';
import { unruly } from './lifecycles.ts';
import { modelOf, type ModelOptions } from './models.ts';
import type { Wish } from './wishes.ts';

/** When every history begins. */
export const START: Instant = 1_790_000_000_000_000;

export type Beginning = Omit<ModelOptions, 'version'> & {
  capacity: number;
  extensions?: readonly string[];
  seed?: number;
  lifecycle?: Lifecycle;
};

export function createCommand(options: Beginning): Command {
  return {
    kind: 'create',
    at: START,
    operationId: operationId(0),
    genesis: {
      resourceId:
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web',
      name: 'web',
      location: 'westeurope',
      uniqueId: 'b0c1d2e3-0000-4000-8000-000000000001',
      seed: options.seed ?? 1,
      lifecycle: options.lifecycle ?? unruly,
    },
    model: modelOf(options.capacity, options.extensions, options),
  };
}

/** The command that a wish is for this set; null when the set refuses it, as its journal never sees it. */
function commandFor(set: ScaleSet, wish: Wish, at: Instant): Command | null {
  const base = { at, operationId: operationId(set.commandCount) };
  const command = meaning(set, wish.what, base);
  return check(set, command) === null ? command : null;
}

function meaning(
  set: ScaleSet,
  what: Wish['what'],
  base: { at: Instant; operationId: string },
): Command {
  switch (what.kind) {
    case 'capacity':
      return {
        ...base,
        ...(what.method === 'patch' && what.zone !== null && set.facts.zones.includes(what.zone)
          ? { kind: what.method, zone: what.zone }
          : { kind: what.method }),
        model: {
          ...set.model,
          sku: { ...(isJsonObject(set.model.sku) ? set.model.sku : {}), capacity: what.capacity },
        },
      };
    case 'extensions': {
      const { orchestrationMode, upgradeMode } = set.facts;
      const mode = upgradeMode === 'Rolling' ? 'Rolling' : 'Automatic';
      const { properties } = modelOf(0, what.names, {
        version: what.version,
        mode,
        orchestrationMode,
        overprovision: what.overprovision,
        ...(what.version > 0 && set.facts.spot !== null && { spot: set.facts.spot }),
        ...(what.version > 1 && { mix: [1, 40], restoreTimeout: 'PT9S' }),
        ...(what.version !== 1 && { notice: 'PT3S' }),
        scaleIn: what.scaleIn,
        ...(what.version !== 0 && { resilient: true }),
      });
      return {
        ...base,
        kind: 'put',
        model: { ...set.model, properties: { ...propertiesOf(properties), ...consentOf(set) } },
      };
    }
    case 'act':
      return {
        ...base,
        kind: 'act',
        action: what.action,
        instances: what.some ?? 'all',
        scope: what.single ? 'instance' : 'set',
      };
    case 'deleteInstances':
      return {
        ...base,
        kind: 'deleteInstances',
        instances: what.some ?? 'all',
        scope: what.single ? 'instance' : 'set',
      };
    case 'toOne':
      return { ...base, ...what.what, instanceId: what.instanceId };
    case 'approveEvents': {
      const { events } = scheduledEventsOf(set, what.instanceId);
      const eventIds = events.map(({ eventId }) => eventId);
      return {
        ...base,
        kind: 'approveEvents',
        instanceId: what.instanceId,
        eventIds: eventIds.length > 0 ? eventIds : ['none'],
      };
    }
    case 'addInstance':
      return {
        ...base,
        kind: 'addInstance',
        name: what.name,
        model: modelOf(1, [], { orchestrationMode: 'Flexible' }),
        own: { computerName: what.name },
      };
    case 'repairs':
      return { ...base, kind: 'setOrchestrationServiceState', action: what.action };
    case 'setHealth':
      return { ...base, kind: 'setHealth', instances: what.some ?? 'all', state: what.state };
    case 'startRolling':
      return { ...base, kind: 'startRollingUpgrade', of: what.of };
    case 'cancelRolling':
      return { ...base, kind: 'cancelRollingUpgrade' };
    case 'approve':
      return {
        ...base,
        kind: 'approveRollingUpgrade',
        instances: what.some ?? 'all',
        scope: what.single ? 'instance' : 'set',
      };
    case 'answerHook': {
      const event = set.hookEvents.at(-1);
      const { each, state, delaySeconds } = what;
      return {
        ...base,
        kind: 'updateHookEvent',
        name: event?.name ?? 'none',
        waitUntil: delaySeconds === null ? null : base.at + delaySeconds * MICROS_PER_SECOND,
        answers: (event?.targets ?? []).flatMap(({ of }, at) =>
          at % each === 0 ? [{ of, state }] : [],
        ),
      };
    }
    case 'lifecycle':
      return { ...base, kind: 'setLifecycle', lifecycle: what.lifecycle };
    case 'migrateZone':
      return { ...base, kind: 'migrateZone', instances: what.some, zone: what.zone };
    case 'fault':
      return faultCommand(what.wish, base);
    case 'deleteSet':
      return { ...base, kind: 'deleteSet' };
  }
}

/** What upgrades wait for stays when the extensions change. */
function consentOf(set: ScaleSet): JsonObject {
  const { lifecycleHooksProfile, upgradePolicy } = propertiesOf(set.model.properties);
  return {
    ...(lifecycleHooksProfile !== undefined && { lifecycleHooksProfile }),
    ...(isJsonObject(upgradePolicy) && {
      upgradePolicy: {
        ...upgradePolicy,
        mode: set.facts.upgradeMode === 'Rolling' ? 'Rolling' : 'Automatic',
      },
    }),
  };
}

function propertiesOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Lives a history and returns the journal it leaves. `step` moves the set on to each instant. */
export function live(
  create: Command,
  list: readonly Wish[],
  step: (set: ScaleSet, until: Instant) => void = advanceFully,
): { set: ScaleSet; journal: Command[] } {
  const set = createScaleSet(create);
  const journal = [create];
  let now = START;
  for (const wish of list) {
    now += wish.delayMs * 1_000;
    step(set, now);
    if (set.gone) break;
    const command = commandFor(set, wish, now);
    if (command === null) continue;
    apply(set, command);
    journal.push(command);
  }
  return { set, journal };
}

export function replay(journal: readonly Command[], from?: ScaleSet): ScaleSet {
  const [first, ...rest] = journal;
  const set = from ?? createScaleSet(first as Command);
  for (const command of from === undefined ? rest : journal) {
    advanceFully(set, command.at);
    apply(set, command);
  }
  return set;
}

export function advanceFully(set: ScaleSet, until: Instant): void {
  while (!advance(set, until, 1_000_000));
}

/** Runs until nothing is due any more; the instant it ended at. */
export function runUntilIdle(set: ScaleSet): Instant {
  for (let due = nextDue(set); due !== NEVER; due = nextDue(set)) advanceFully(set, due);
  return set.now;
}

function operationId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
