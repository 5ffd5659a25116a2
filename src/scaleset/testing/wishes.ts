import fc from 'fast-check';
import type { JsonObject } from '../../base/index.ts';
import type {
  HealthState,
  HookAnswer,
  InstanceAction,
  Lifecycle,
  RunCommandOutcome,
} from '../index.ts';
import type { Overprovision, ScaleIn } from './models.ts';
import { type FaultWish, faultWishes } from './fault-wishes.ts';
import { hanging, hasty, unruly } from './lifecycles.ts';

/** A wish and how long after the one before it comes. What it means depends on the set it meets. */
export interface Wish {
  readonly delayMs: number;
  readonly what:
    | {
        readonly kind: 'capacity';
        readonly capacity: number;
        readonly method: 'put' | 'patch';
        /** Where the new ones are put, if the set has that zone. */
        readonly zone: string | null;
      }
    | {
        readonly kind: 'extensions';
        readonly names: readonly string[];
        readonly version: number;
        readonly overprovision: Overprovision;
        readonly scaleIn: ScaleIn;
      }
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
              readonly diagnostic?: true;
            }
          | {
              readonly kind: 'deleteRunCommand';
              readonly name: string;
              readonly diagnostic?: true;
            }
          | {
              readonly kind: 'putVmExtension';
              readonly name: string;
              readonly definition: JsonObject;
            }
          | { readonly kind: 'deleteVmExtension'; readonly name: string }
          | { readonly kind: 'simulateEviction' };
        readonly instanceId: number;
      }
    /** Whatever the machine was told. */
    | { readonly kind: 'approveEvents'; readonly instanceId: number }
    /** Only a Flexible set takes it. */
    | { readonly kind: 'addInstance'; readonly name: string }
    | { readonly kind: 'repairs'; readonly action: 'Suspend' | 'Resume' }
    | {
        readonly kind: 'setHealth';
        readonly some: readonly number[] | null;
        readonly state: HealthState;
      }
    | { readonly kind: 'startRolling'; readonly of: 'os' | 'extension' }
    | { readonly kind: 'cancelRolling' }
    | {
        readonly kind: 'approve';
        readonly some: readonly number[] | null;
        readonly single: boolean;
      }
    /** To the newest event, about the first of its targets and every `each`-th after it. */
    | {
        readonly kind: 'answerHook';
        readonly state: HookAnswer;
        readonly each: number;
        readonly delaySeconds: number | null;
      }
    | { readonly kind: 'lifecycle'; readonly lifecycle: Lifecycle }
    | {
        readonly kind: 'migrateZone';
        readonly some: readonly number[];
        readonly zone: string | null;
      }
    | { readonly kind: 'fault'; readonly wish: FaultWish }
    | { readonly kind: 'deleteSet' };
}

const ACTIONS = [
  'start',
  'powerOff',
  'restart',
  'deallocate',
  'hibernate',
  'reimage',
  'reimageAll',
  'redeploy',
  'updateInstances',
  'reapply',
] as const satisfies readonly InstanceAction[];

export const OVERPROVISION = ['no', 'yes', 'without extensions'] as const;

export const scaleIn = fc.record({
  rule: fc.constantFrom('Default' as const, 'NewestVM' as const, 'OldestVM' as const),
  unhealthyFirst: fc.boolean(),
});

const runCommandName = fc.constantFrom('first', 'second');

/** Said only when it is true, as in a journal. */
function withDiagnostic<T extends { readonly diagnostic: boolean }>({
  diagnostic,
  ...rest
}: T): Omit<T, 'diagnostic'> & { readonly diagnostic?: true } {
  return diagnostic ? { ...rest, diagnostic } : rest;
}

/** Something that is asked of one machine by its id. */
const toOne = fc.oneof(
  fc.record({
    kind: fc.constant('updateInstance' as const),
    own: fc
      .record({ protectFromScaleIn: fc.boolean(), protectFromScaleSetActions: fc.boolean() })
      .map((protectionPolicy) => ({ protectionPolicy })),
  }),
  fc.record({ kind: fc.constant('runCommand' as const), output: fc.constant({ value: 'said' }) }),
  fc
    .record({
      kind: fc.constant('putRunCommand' as const),
      name: runCommandName,
      diagnostic: fc.boolean(),
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
    })
    .map(withDiagnostic),
  fc
    .record({
      kind: fc.constant('deleteRunCommand' as const),
      name: runCommandName,
      diagnostic: fc.boolean(),
    })
    .map(withDiagnostic),
  fc.record({
    kind: fc.constant('putVmExtension' as const),
    name: runCommandName,
    definition: fc.constant({ properties: { publisher: 'Contoso', type: 'own' } }),
  }),
  fc.record({ kind: fc.constant('deleteVmExtension' as const), name: runCommandName }),
  fc.record({ kind: fc.constant('simulateEviction' as const) }),
);

const some = fc.option(fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }));

export const wishes = wishesAmong(false, unruly, hasty);

/** Some of what is begun never ends, but for deletions. */
export const wishesWithHangs = wishesAmong(true, unruly, hanging);

function wishesAmong(
  mayHang: boolean,
  ...lifecycles: readonly Lifecycle[]
): fc.Arbitrary<readonly Wish[]> {
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
            zone: fc.constantFrom(null, '1', '3'),
          }),
        },
        {
          weight: 3,
          arbitrary: fc.record({
            kind: fc.constant('extensions' as const),
            names: fc.uniqueArray(fc.constantFrom('one', 'two', 'slow', 'health'), {
              maxLength: 3,
            }),
            version: fc.nat(3),
            overprovision: fc.constantFrom(...OVERPROVISION),
            scaleIn,
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
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('approveEvents' as const),
            instanceId: fc.nat(12),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('addInstance' as const),
            name: fc.constantFrom('Mine', 'mine', 'yours', 'web_00000001'),
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
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('setHealth' as const),
            some,
            state: fc.constantFrom('initializing', 'healthy', 'unhealthy', 'unknown'),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('startRolling' as const),
            of: fc.constantFrom('os' as const, 'extension' as const),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancelRolling' as const) }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('approve' as const),
            some,
            single: fc.boolean(),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('answerHook' as const),
            state: fc.constantFrom('Approved' as const, 'Rejected' as const),
            each: fc.integer({ min: 1, max: 3 }),
            delaySeconds: fc.option(fc.integer({ min: -5, max: 20_000 })),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('lifecycle' as const),
            lifecycle: fc.constantFrom(...lifecycles),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('migrateZone' as const),
            some: fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
            zone: fc.constantFrom('1', '2', null),
          }),
        },
        {
          weight: 4,
          arbitrary: fc.record({
            kind: fc.constant('fault' as const),
            wish: faultWishes(mayHang),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteSet' as const) }) },
      ),
    }),
    { maxLength: 25 },
  );
}
