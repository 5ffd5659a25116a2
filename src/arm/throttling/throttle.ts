import type { Instant } from '../../base/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { ArmError } from '../arm-error.ts';
import { armErrors } from '../errors/index.ts';
import type { Caller, HttpMethod } from '../types.ts';
import { secondsUntil } from './allowance.ts';
import {
  Limits,
  type NamedAllowance,
  type OwnLimits,
  type RateLimitTable,
  type ScopeAllowances,
  type ThrottleMode,
} from './limits.ts';
import { type MeterRow, RequestMeter, type Told } from './request-meter.ts';

export interface ThrottleSettings {
  readonly mode: ThrottleMode;
  readonly limits: OwnLimits;
}

/** What is asked for, as far as it matters here. */
export interface Counted {
  readonly operationId: string;
  readonly method: HttpMethod;
  readonly subscriptionId: string | undefined;
  /** Of the provider; undefined for the front door's own operations, which have no groups. */
  readonly namespace: string | undefined;
  readonly policies: readonly string[];
  /** Path of the resource in lower case. */
  readonly resource: string;
}

/** Everything that one caller's requests of one target count in. */
export interface Quota {
  readonly scope: ScopeAllowances;
  readonly namespace: string;
  readonly groups: readonly NamedAllowance[];
  /** Whether headers only look, because the request has been counted on its way in. */
  readonly isCounted: boolean;
  readonly row: MeterRow;
  /** Of the front door, then of each group. */
  readonly told: readonly Told[];
  /** Empty for requests of a tenant. */
  readonly subscriptionId: string;
  /** Object id of who asks. */
  readonly actor: string;
  readonly epoch: number;
}

/**
 * Azure's two limiters, which know nothing of each other: the front door counts a caller's requests in a
 * subscription, the provider those of an operation group. Counts are of this process and in memory;
 * a start or a change of the settings fills everything up.
 */
export class Throttle {
  readonly #table: RateLimitTable;
  #settings: ThrottleSettings = { mode: 'off', limits: {} };
  #limits: Limits;
  #meter = new RequestMeter();
  #epoch = 0;

  constructor(table: RateLimitTable) {
    this.#table = table;
    this.#limits = new Limits(table, 'off', {});
  }

  get settings(): ThrottleSettings {
    return this.#settings;
  }

  get table(): RateLimitTable {
    return this.#table;
  }

  /** From here on; nothing has been counted yet. */
  configure(settings: ThrottleSettings): void {
    this.#settings = settings;
    this.#limits = new Limits(this.#table, settings.mode, settings.limits);
    this.#epoch += 1;
  }

  /** Fills everything up and forgets who asked for what. */
  reset(): void {
    this.#meter = new RequestMeter();
    this.configure(this.#settings);
  }

  rows(): readonly Readonly<MeterRow>[] {
    return this.#meter.rows();
  }

  /** Whether a quota was made before the settings changed. */
  isStale({ epoch }: Quota): boolean {
    return epoch !== this.#epoch;
  }

  quota(counted: Counted, { objectId, appId }: Caller): Quota {
    const { subscriptionId, namespace, method, policies, resource } = counted;
    const groups =
      namespace === undefined ? [] : this.#limits.groups(policies, subscriptionId ?? '', resource);
    return {
      scope: this.#limits.scope(subscriptionId, method, objectId),
      namespace: namespace ?? '',
      groups,
      isCounted: this.#settings.mode !== 'off',
      row: this.#meter.row({
        caller: appId,
        operationId: counted.operationId,
        resource: meteredResource(resource),
        groups: groups.map(({ name }) => name),
      }),
      told: ['', ...groups.map(({ name, owner }) => `${name} ${owner}`)].map((group) =>
        this.#meter.told(appId, group),
      ),
      subscriptionId: subscriptionId ?? '',
      actor: objectId,
      epoch: this.#epoch,
    };
  }

  /** Counts a request; the refusal when it is one too many. Nothing else has happened then. */
  admit(quota: Quota, clock: Time): ArmError | undefined {
    const { row, told } = quota;
    row.calls += 1;
    if (!quota.isCounted) return undefined;
    const now = clock.now();
    if (told.some(({ until }) => now < until)) row.tooEarly += 1;
    const refusal = refuseAtDoor(quota, clock) ?? refuseInGroups(quota, clock);
    if (refusal === undefined) return undefined;
    row.throttled += 1;
    for (const entry of refusal.told) entry.until = Math.max(entry.until, refusal.end);
    return refusal.error;
  }
}

type Time = Pick<Clock, 'now' | 'mode'>;

interface Refusal {
  readonly error: ArmError;
  readonly end: Instant;
  /** Who was told to wait until then. */
  readonly told: readonly Told[];
}

function refuseAtDoor(quota: Quota, clock: Time): Refusal | undefined {
  const now = clock.now();
  const { scope, actor, subscriptionId, told } = quota;
  const allowances = [scope.own, scope.global];
  const closed = allowances.find((allowance) => allowance.remaining(now) === 0);
  if (closed === undefined) {
    for (const allowance of allowances) allowance.take(now);
    return undefined;
  }
  const { end } = closed.refuse(now);
  const seconds = secondsUntil(end, clock);
  const { kind } = scope;
  const error = armErrors.subscriptionRequestsThrottled({ kind, subscriptionId, actor, seconds });
  return { error, end, told: told.slice(0, 1) };
}

function refuseInGroups({ groups, told }: Quota, clock: Time): Refusal | undefined {
  const now = clock.now();
  const closed = groups.flatMap(({ name, allowance }, index) =>
    allowance.remaining(now) > 0 ? [] : [{ group: name, index, ...allowance.refuse(now) }],
  );
  if (closed.length === 0) {
    for (const { allowance } of groups) allowance.take(now);
    return undefined;
  }
  const end = Math.max(...closed.map((excess) => excess.end));
  const indices = new Set(closed.map(({ index }) => index + 1));
  return {
    error: armErrors.tooManyRequests(closed, secondsUntil(end, clock)),
    end,
    told: told.filter((_, index) => indices.has(index)),
  };
}

/** The set that a path is below, else the path. */
function meteredResource(resource: string): string {
  return /^.*\/virtualmachinescalesets\/[^/]+/.exec(resource)?.[0] ?? resource;
}
