import fc from 'fast-check';

/** Which of the sets; there are two groups with two sets each, so that they get in each other's way. */
export const SETS = 4;
export const GROUPS = 2;
/** The one that asks for consent from the beginning: it has hooks, and tells its machines. */
export const ASKING_SET = 2;

const SET_VERBS = [
  'start',
  'poweroff',
  'restart',
  'deallocate',
  'reimage',
  'reimageall',
  'redeploy',
  'manualupgrade',
  'reapply',
  'osRollingUpgrade',
  'extensionRollingUpgrade',
  'rollingUpgrades/cancel',
  'approveRollingUpgrade',
] as const;
const INSTANCE_VERBS = [
  'start',
  'poweroff',
  'restart',
  'deallocate',
  'reimage',
  'reimageall',
  'redeploy',
  'approveRollingUpgrade',
] as const;

const TO_ONE = [
  'protect',
  'attach',
  'run',
  'putCommand',
  'patchCommand',
  'deleteCommand',
  'putDiagnostic',
  'patchDiagnostic',
  'deleteDiagnostic',
  'putExtension',
  'patchExtension',
  'deleteExtension',
  'patch',
  'evict',
  'maintenance',
  'reapply',
  'bootDiagnostics',
] as const;
const TO_SET = [
  'hibernate',
  'migrate',
  'maintenance',
  'walkUpdateDomain',
  'onePlacementGroup',
  'putAutoscale',
  'deleteAutoscale',
] as const;

/** One thing that happens in a history: time passes, or somebody asks for something. */
export type Step =
  | { readonly kind: 'advance'; readonly millis: number }
  | { readonly kind: 'put'; readonly set: number; readonly model: Model }
  | { readonly kind: 'patch'; readonly set: number; readonly patch: Patch }
  | {
      readonly kind: 'act';
      readonly set: number;
      readonly verb: (typeof SET_VERBS)[number] | 'delete';
      /** Null is no body, which means all. */
      readonly ids: readonly number[] | null;
    }
  | {
      readonly kind: 'scaleOut';
      readonly set: number;
      readonly capacity: number;
      /** Null: in all zones of the set. */
      readonly zone: string | null;
    }
  | {
      readonly kind: 'actOnOne';
      readonly set: number;
      readonly verb: (typeof INSTANCE_VERBS)[number];
      readonly id: number;
    }
  | {
      readonly kind: 'extension';
      readonly set: number;
      readonly method: 'PUT' | 'PATCH' | 'DELETE';
      readonly name: 'one' | 'two' | 'slow';
      readonly revision: number;
    }
  | {
      readonly kind: 'toOne';
      readonly set: number;
      readonly id: number;
      readonly what: (typeof TO_ONE)[number];
      readonly flag: boolean;
    }
  | {
      readonly kind: 'toSet';
      readonly set: number;
      readonly id: number;
      readonly what: (typeof TO_SET)[number];
      readonly flag: boolean;
    }
  /** To something that waits for consent: an event of a life-cycle hook, or one of a machine. */
  | {
      readonly kind: 'consent';
      readonly set: number;
      readonly id: number;
      readonly to: 'hook' | 'notice';
      readonly flag: boolean;
    }
  | { readonly kind: 'deleteOne'; readonly set: number; readonly id: number }
  | { readonly kind: 'deleteSet'; readonly set: number }
  /** Something goes wrong from now on in a set, or strikes it at once. */
  | {
      readonly kind: 'fault';
      readonly set: number;
      readonly fault: string;
      /** Null: always; and for what strikes once. */
      readonly times: number | null;
    }
  | { readonly kind: 'clearFaults' }
  | {
      readonly kind: 'setHealth';
      readonly set: number;
      readonly id: number;
      readonly state: 'healthy' | 'unhealthy';
    }
  | { readonly kind: 'repairs'; readonly set: number; readonly action: 'Suspend' | 'Resume' }
  | {
      readonly kind: 'group';
      readonly group: number;
      readonly method: 'PUT' | 'PATCH' | 'GET' | 'HEAD' | 'DELETE';
    }
  | { readonly kind: 'read'; readonly what: number; readonly set: number; readonly id: number }
  /** A polling link that an earlier answer gave, counted from the newest. */
  | { readonly kind: 'poll'; readonly back: number }
  /** The next page of the last list that had one. */
  | { readonly kind: 'nextPage' };

/** A step, and the api-version by which it is asked for: an index into the ones that the player knows. */
export interface Turn {
  readonly step: Step;
  readonly version: number;
}

export interface Model {
  readonly capacity: number;
  readonly extensions: readonly string[];
  readonly revision: number;
  readonly mode: 'Manual' | 'Automatic' | 'Rolling';
  readonly spot: boolean;
  /** Machines are told before they go. */
  readonly notices: boolean;
  readonly ifNoneMatch: boolean;
}

export type Patch =
  | { readonly kind: 'capacity'; readonly capacity: number }
  | { readonly kind: 'tags'; readonly value: string }
  | { readonly kind: 'extensions'; readonly names: readonly string[]; readonly revision: number };

/** Of docs/reference/faults.md: on requests, on machines, and on operations. */
const FAULTS = [
  'RetryableError',
  'AllocationFailed',
  'OSProvisioningTimedOut',
  'VMExtensionProvisioningError',
  'InternalExecutionError',
] as const;
const STRIKES = [
  'MaxUnhealthyInstancePercentExceededInRollingUpgrade',
  'HostLoss',
  'SpotPreemption',
] as const;

const set = fc.nat(SETS - 1);
/** More than 120 fill more than one page of instances. */
const capacity = fc.oneof(
  { weight: 30, arbitrary: fc.nat(12) },
  { weight: 1, arbitrary: fc.integer({ min: 119, max: 125 }) },
);
const extensions = fc.uniqueArray(fc.constantFrom('one', 'two', 'slow'), { maxLength: 3 });
/** Most sets have had a dozen machines at most; some ids are nobody's. */
const id = fc.nat(12);
const ids = fc.option(fc.array(id, { minLength: 1, maxLength: 5 }));

const model: fc.Arbitrary<Model> = fc.record({
  capacity,
  extensions,
  revision: fc.nat(2),
  mode: fc.constantFrom('Manual' as const, 'Automatic' as const, 'Rolling' as const),
  spot: fc.boolean(),
  notices: fc.nat(3).map((draw) => draw === 0),
  ifNoneMatch: fc.nat(9).map((draw) => draw === 0),
});

const patch: fc.Arbitrary<Patch> = fc.oneof(
  fc.record({ kind: fc.constant('capacity' as const), capacity }),
  fc.record({ kind: fc.constant('tags' as const), value: fc.string({ maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('extensions' as const),
    names: extensions,
    revision: fc.nat(2),
  }),
);

function step<K extends Step['kind'], T extends object>(
  weight: number,
  kind: K,
  parts: { [name in keyof T]: fc.Arbitrary<T[name]> },
): { weight: number; arbitrary: fc.Arbitrary<{ kind: K } & T> } {
  return {
    weight,
    arbitrary: fc.record(parts).map((drawn) => ({ kind, ...(drawn as T) })),
  };
}

const millis = fc.oneof(
  fc.integer({ min: 1, max: 900 }),
  fc.integer({ min: 1, max: 30_000 }),
  fc.constant(3_600_000),
);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  step(10, 'advance', { millis }),
  step(6, 'put', { set, model }),
  step(3, 'patch', { set, patch }),
  step(4, 'act', { set, verb: fc.constantFrom(...SET_VERBS, 'delete' as const), ids }),
  step(1, 'scaleOut', {
    set,
    capacity: fc.integer({ min: 1, max: 3 }),
    zone: fc.constantFrom(null, '1', '3'),
  }),
  step(3, 'actOnOne', { set, verb: fc.constantFrom(...INSTANCE_VERBS), id }),
  step(2, 'extension', {
    set,
    method: fc.constantFrom('PUT' as const, 'PATCH' as const, 'DELETE' as const),
    name: fc.constantFrom('one' as const, 'two' as const, 'slow' as const),
    revision: fc.nat(2),
  }),
  step(6, 'toOne', { set, id: fc.nat(8), what: fc.constantFrom(...TO_ONE), flag: fc.boolean() }),
  step(2, 'toSet', { set, id: fc.nat(8), what: fc.constantFrom(...TO_SET), flag: fc.boolean() }),
  step(3, 'consent', {
    set: fc.oneof({ weight: 2, arbitrary: fc.constant(ASKING_SET) }, { weight: 1, arbitrary: set }),
    id: fc.nat(8),
    to: fc.constantFrom('hook' as const, 'notice' as const),
    flag: fc.boolean(),
  }),
  step(2, 'deleteOne', { set, id }),
  step(1, 'deleteSet', { set }),
  step(1, 'fault', {
    set,
    fault: fc.constantFrom(...FAULTS),
    times: fc.option(fc.integer({ min: 1, max: 4 })),
  }),
  step(1, 'fault', { set, fault: fc.constantFrom(...STRIKES), times: fc.constant(null) }),
  step(1, 'clearFaults', {}),
  step(1, 'setHealth', {
    set,
    id,
    state: fc.constantFrom('healthy' as const, 'unhealthy' as const),
  }),
  step(1, 'repairs', { set, action: fc.constantFrom('Suspend' as const, 'Resume' as const) }),
  step(1, 'group', {
    group: fc.nat(GROUPS - 1),
    method: fc.constantFrom('PUT', 'PUT', 'PATCH', 'GET', 'HEAD', 'DELETE'),
  }),
  step(8, 'read', { what: fc.nat(1_000), set, id }),
  step(4, 'poll', { back: fc.nat(12) }),
  step(1, 'nextPage', {}),
);

/** A history. Its groups exist and all sets but one are being made when it begins. */
export const histories: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.record({ step: anyStep, version: fc.nat(1_000) }),
  { minLength: 1, maxLength: 50, size: 'max' },
);
