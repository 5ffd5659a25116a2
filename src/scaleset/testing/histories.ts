import fc from 'fast-check';
import { type Instant, isJsonObject, type JsonObject, NEVER } from '../../base/index.ts';
import {
  advance,
  apply,
  check,
  type Command,
  createScaleSet,
  type InstanceAction,
  type Lifecycle,
  nextDue,
  type RunCommandOutcome,
  type ScaleSet,
} from '../index.ts';
import { hanging, hasty, unruly } from './lifecycles.ts';

/** When every history begins. */
export const START: Instant = 1_790_000_000_000_000;

/** A wish and how long after the one before it comes. What it means depends on the set it meets. */
export interface Wish {
  readonly delayMs: number;
  readonly what:
    | { readonly kind: 'capacity'; readonly capacity: number; readonly method: 'put' | 'patch' }
    | { readonly kind: 'extensions'; readonly names: readonly string[]; readonly version: number }
    | {
        readonly kind: 'act';
        readonly action: InstanceAction;
        readonly some: readonly number[] | null;
        readonly single: boolean;
      }
    | {
        readonly kind: 'deleteInstances';
        readonly some: readonly number[] | null;
        readonly single: boolean;
      }
    | {
        readonly kind: 'toOne';
        readonly what:
          | { readonly kind: 'updateInstance'; readonly own: JsonObject }
          | { readonly kind: 'runCommand'; readonly output: JsonObject }
          | {
              readonly kind: 'putRunCommand';
              readonly name: string;
              readonly definition: JsonObject;
              readonly outcome: RunCommandOutcome;
            }
          | { readonly kind: 'deleteRunCommand'; readonly name: string }
          | { readonly kind: 'simulateEviction' };
        readonly instanceId: number;
      }
    | { readonly kind: 'repairs'; readonly action: 'Suspend' | 'Resume' }
    | { readonly kind: 'lifecycle'; readonly lifecycle: Lifecycle }
    | { readonly kind: 'deleteSet' };
}

const ACTIONS = [
  'start',
  'powerOff',
  'restart',
  'deallocate',
  'reimage',
  'reimageAll',
  'redeploy',
  'updateInstances',
  'reapply',
] as const satisfies readonly InstanceAction[];

const runCommandName = fc.constantFrom('first', 'second');

/** Something that is asked of one machine by its id. */
const toOne = fc.oneof(
  fc.record({
    kind: fc.constant('updateInstance' as const),
    own: fc
      .record({ protectFromScaleIn: fc.boolean(), protectFromScaleSetActions: fc.boolean() })
      .map((protectionPolicy) => ({ protectionPolicy })),
  }),
  fc.record({ kind: fc.constant('runCommand' as const), output: fc.constant({ value: 'said' }) }),
  fc.record({
    kind: fc.constant('putRunCommand' as const),
    name: runCommandName,
    definition: fc
      .record({
        asyncExecution: fc.boolean(),
        timeoutInSeconds: fc.constantFrom(0, 1, 60),
        treatFailureAsDeploymentFailure: fc.boolean(),
      })
      .map((properties) => ({ properties })),
    outcome: fc.record({
      stdout: fc.constant('out'),
      stderr: fc.constant(''),
      exitCode: fc.nat(1),
    }),
  }),
  fc.record({ kind: fc.constant('deleteRunCommand' as const), name: runCommandName }),
  fc.record({ kind: fc.constant('simulateEviction' as const) }),
);

const some = fc.option(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }));

export const wishes = wishesAmong(unruly, hasty);

/** Some of what is begun never ends, but for deletions. */
export const wishesWithHangs = wishesAmong(unruly, hanging);

function wishesAmong(...lifecycles: readonly Lifecycle[]): fc.Arbitrary<readonly Wish[]> {
  return fc.array(
    fc.record({
      delayMs: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 30_000 }),
      ),
      what: fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('capacity' as const),
            capacity: fc.nat(30),
            method: fc.constantFrom('put' as const, 'patch' as const),
          }),
        },
        {
          weight: 3,
          arbitrary: fc.record({
            kind: fc.constant('extensions' as const),
            names: fc.uniqueArray(fc.constantFrom('one', 'two', 'slow'), { maxLength: 3 }),
            version: fc.nat(2),
          }),
        },
        {
          weight: 6,
          arbitrary: fc.record({
            kind: fc.constant('act' as const),
            action: fc.constantFrom(...ACTIONS),
            some,
            single: fc.boolean(),
          }),
        },
        {
          weight: 3,
          arbitrary: fc.record({
            kind: fc.constant('deleteInstances' as const),
            some,
            single: fc.boolean(),
          }),
        },
        {
          weight: 5,
          arbitrary: fc.record({
            kind: fc.constant('toOne' as const),
            what: toOne,
            instanceId: fc.nat(12),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('repairs' as const),
            action: fc.constantFrom('Suspend' as const, 'Resume' as const),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('lifecycle' as const),
            lifecycle: fc.constantFrom(...lifecycles),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteSet' as const) }) },
      ),
    }),
    { maxLength: 25 },
  );
}

/** A model of the domain's: nothing in it but what the domain reads. */
export function modelOf(
  capacity: number,
  extensions: readonly string[] = [],
  options: { version?: number; mode?: string; spot?: string } = {},
): JsonObject {
  return {
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    properties: {
      upgradePolicy: { mode: options.mode ?? 'Automatic' },
      automaticRepairsPolicy: { enabled: true },
      virtualMachineProfile: {
        ...(options.spot !== undefined && { priority: 'Spot', evictionPolicy: options.spot }),
        extensionProfile: {
          extensions: extensions.map((name, at) => ({
            name,
            properties: {
              publisher: 'Contoso',
              type: name,
              typeHandlerVersion: `1.${options.version ?? 0}`,
              provisionAfterExtensions: at > 0 ? [extensions[at - 1] ?? ''] : [],
              ...(name === 'two' && { suppressFailures: true }),
            },
          })),
        },
      },
    },
  };
}

export function createCommand(options: {
  capacity: number;
  extensions?: readonly string[];
  seed?: number;
  mode?: string;
  spot?: string;
  lifecycle?: Lifecycle;
}): Command {
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
    model: modelOf(options.capacity, options.extensions, {
      ...(options.mode !== undefined && { mode: options.mode }),
      ...(options.spot !== undefined && { spot: options.spot }),
    }),
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
        kind: what.method,
        model: {
          ...set.model,
          sku: { ...(isJsonObject(set.model.sku) ? set.model.sku : {}), capacity: what.capacity },
        },
      };
    case 'extensions': {
      const { properties } = modelOf(0, what.names, { version: what.version });
      return { ...base, kind: 'put', model: { ...set.model, properties: properties ?? null } };
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
    case 'repairs':
      return { ...base, kind: 'setOrchestrationServiceState', action: what.action };
    case 'lifecycle':
      return { ...base, kind: 'setLifecycle', lifecycle: what.lifecycle };
    case 'deleteSet':
      return { ...base, kind: 'deleteSet' };
  }
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
