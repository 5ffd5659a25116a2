import type { HttpRequest, HttpResponse, Instant } from '../base/index.ts';
import type { ClockControl } from '../clock/index.ts';
import type { FaultDirector } from './faults/fault-director.ts';
import type { DescribedOperation } from './openapi/describe.ts';
import type { OperationOf } from './requests/match-request.ts';
import type { Recording } from './recording-route.ts';
import type { Scenarios } from './scenarios-route.ts';
import type { Snapshots } from './snapshots/snapshots-route.ts';
import type { RequestLog } from './requests/request-log.ts';
import type { Fleet } from '../fleet/index.ts';

export interface TimedWork {
  /** NEVER when nothing is under way. */
  nextDue(): Instant;
  /** Does all that is due up to now. */
  settle(): Promise<void>;
}

/** From its instant on a metric has this value; null: none. A total is shared by all instances. */
export interface FedPoint {
  readonly at: Instant;
  readonly value: number | null;
  readonly isTotal: boolean;
}

export interface FedMetric {
  readonly resourceId: string;
  readonly name: string;
  readonly points: readonly FedPoint[];
}

/** Where metrics go that users feed. */
export interface MetricFeed {
  /** From the first of its points on, the metric is what they say. Resolves when it is durable. */
  feed(metric: FedMetric): Promise<void>;
  list(): Promise<readonly FedMetric[]>;
}

/** A limit that users have set. */
export interface ThrottlingLimit {
  readonly capacity: number;
  /** Of a bucket: what comes each minute or, at the front door, each second. */
  readonly refill?: number;
}

export interface ThrottlingSettings {
  /** One of `modes`. */
  readonly mode: string;
  readonly limits: Readonly<Record<string, ThrottlingLimit>>;
}

/** What one caller has asked of one operation on one resource. */
export interface ThrottlingRow {
  /** Application id. */
  readonly caller: string;
  readonly operationId: string;
  readonly resource: string;
  readonly groups: readonly string[];
  readonly calls: number;
  readonly throttled: number;
  /** Made before the end of a Retry-After. */
  readonly tooEarly: number;
}

/** Throttling of the ARM requests of this process. */
export interface Throttling {
  readonly modes: readonly string[];
  readonly limitNames: readonly string[];
  settings(): ThrottlingSettings;
  /** Resolves when it is durable; everything is full then. */
  change(settings: ThrottlingSettings): Promise<void>;
  reset(): void;
  rows(): readonly ThrottlingRow[];
}

/** The requests to ARM that came. */
export interface LoggedRequests {
  readonly log: RequestLog;
  /** Azure's operationId; undefined for what is none. */
  readonly operationOf: OperationOf;
  /** In the machine's time; false when it was called off. */
  pause(milliseconds: number, signal: AbortSignal): Promise<boolean>;
}

/** What the control API acts on. */
export interface ControlServices {
  readonly clock: ClockControl;
  readonly fleet: Pick<
    Fleet,
    'settle' | 'nextDue' | 'find' | 'change' | 'events' | 'playEvents' | 'lookForEvents'
  >;
  /**
   * What has to be done at its instant and not when the clock has passed it, because it makes new
   * work: template deployments. The clock stops at each of them.
   */
  readonly work: TimedWork;
  /**
   * What looks at the fleet again and again: autoscale. The clock stops at each look, and nobody waits
   * for the last one.
   */
  readonly watch: TimedWork;
  readonly metrics: MetricFeed;
  readonly throttling: Throttling;
  readonly requests: LoggedRequests;
  /** Forgets everything (null), or what is in one subscription. Resolves when it is durable. */
  readonly reset: (subscriptionId: string | null) => Promise<void>;
  readonly snapshots: Snapshots;
  readonly recording: Recording;
  readonly scenarios: Scenarios;
  /** Ids of all scale sets that there are, in the order of their keys. */
  readonly scaleSets: () => Promise<readonly string[]>;
  /** In lower case. */
  readonly subscriptionIds: readonly string[];
  readonly faults: Pick<FaultDirector, 'add' | 'list' | 'find' | 'remove' | 'clear'>;
  /** Throws a StoreError when the store does not answer. */
  checkStore(this: void): Promise<void>;
  /** Aborted when everything is about to end or to be made anew. */
  ending(): AbortSignal;
  /** Resolves when the clock's line, as it is now, is durable. */
  clockKept(): Promise<void>;
  /** Of the package, for the health answer. */
  readonly version: string;
}

/** One request of the control API, routed by path and method. */
export interface ControlRoute {
  readonly path: string;
  /** Whether it serves all paths below `path`, and not this one alone. */
  readonly isPrefix?: boolean;
  /** All that it serves, as the OpenAPI document tells it; other methods are refused. */
  readonly operations: readonly DescribedOperation[];
  /** Answered without a token. */
  readonly open: boolean;
  handle(request: HttpRequest, services: ControlServices): Promise<HttpResponse>;
}
