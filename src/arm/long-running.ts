import {
  formatInstant,
  guidFrom,
  hashText,
  type Instant,
  type Micros,
  MICROS_PER_SECOND,
} from '../base/index.ts';
import { type Clock, rateOf } from '../clock/index.ts';
import { ArmError, errorBody } from './arm-error.ts';
import { gatewayJson } from './json.ts';
import type { ArmReply, ArmRequest } from './types.ts';

/** The state of an operation as polls show it; the domain's OperationView fits. */
export interface OperationStatus {
  readonly operationId: string;
  readonly startedAt: Instant;
  /** Null while in progress. */
  readonly endedAt: Instant | null;
  readonly state: 'inProgress' | 'succeeded' | 'failed';
  readonly failure: {
    readonly code: string | null;
    readonly message: string;
    readonly target?: string;
  } | null;
  /**
   * When it will probably end. Polls carry it as Retry-After; Azure does so for writes of sets and
   * extensions and leaves it out for actions (lro.md, "Retry-After on polls").
   */
  readonly expectedEnd?: Instant;
}

export interface StartedOptions {
  readonly httpStatus: 200 | 201 | 202;
  readonly operationId: string;
  /** Of the resource; the URLs name it in lower case. */
  readonly location: string;
  /** The resource on PUT and PATCH; left out where the answer is empty. */
  readonly body?: unknown;
  /** Whether there is a Location beside Azure-AsyncOperation: yes for DELETE and POST. */
  readonly withLocation: boolean;
  /** What Azure says here (`10` on set and extension writes); left out where Azure says nothing. */
  readonly retryAfterSeconds?: number;
  /** `x-ms-request-charge`: how many machines it touches. */
  readonly instanceCount?: number;
  /** Further headers, e.g. ETag. */
  readonly headers?: readonly string[];
}

/** How far something is that has not ended. */
export interface Progress {
  readonly startedAt: Instant;
  readonly lookAgainAt: Instant;
}

/** First answers and polls of long-running operations, in step with the clock. */
export interface LongRunning {
  /** Virtual time. */
  now(): Instant;
  /** When work ends that takes so long in Azure: at once with an instant clock. */
  endOf(virtualSeconds: number): Instant;
  /** Virtual time for so many seconds of the client's own; 0 where time moves on command. */
  ofClient(seconds: number): Micros;
  /** Seconds of the client's own time for so many virtual seconds; see decision 0004. */
  retryAfterSeconds(virtualSeconds: number): number;
  /** The header with which clients are told to wait where Azure leaves it to them; none in real time. */
  untoldRetryAfter(): readonly string[];
  /**
   * What a poll finds. On a scaled clock the shortest time that a client can be told to wait, a second,
   * is long: an end that comes before the client would is waited for. `progress` says when to look next,
   * undefined for what has ended. At once are answered the first poll, which comes right after the start
   * and finds it in progress as in Azure, and what is asked from inside.
   */
  patiently<Found>(
    request: ArmRequest,
    look: () => Promise<Found>,
    progress: (found: Found) => Progress | undefined,
  ): Promise<Found>;
  /** The first answer of a write that goes on. */
  started(request: ArmRequest, options: StartedOptions): ArmReply;
  /** The answer of the Azure-AsyncOperation URL: always 200. `output` is what run command gives. */
  status(operation: OperationStatus, output?: unknown): ArmReply;
  /** The answer of the Location URL (`monitor=true`). */
  result(
    request: ArmRequest,
    operation: OperationStatus & { readonly location: string },
    output?: unknown,
  ): ArmReply;
}

/** What clients are told to wait where Azure leaves it to them and our time is not theirs. */
const UNTOLD_WAIT_SECONDS = 10;

/** Of the client's own time: Retry-After is whole seconds, and az takes 0 for `not said`. */
const SHORTEST_WAIT_SECONDS = 1;

/** Of the client's own time: a poll that comes sooner after the start is the first. */
const FIRST_POLL_SECONDS = 0.5;
const NOWHERE: Progress = { startedAt: 0, lookAgainAt: 0 };

/** From here on URLs begin with the partition. Source: shared/azure/lro.md, "URL forms". */
const PARTITION_SINCE = '2020-12-01';

export interface LongRunningOptions {
  readonly clock: Clock;
  /** Whose operations they are, e.g. `Microsoft.Compute`; part of the URLs. */
  readonly namespace: string;
}

export function createLongRunning({ clock, namespace }: LongRunningOptions): LongRunning {
  return {
    now: () => clock.now(),
    endOf: (virtualSeconds) =>
      clock.now() + (clock.mode.kind === 'instant' ? 0 : virtualSeconds * MICROS_PER_SECOND),
    ofClient: (seconds) => seconds * rateOf(clock.mode) * MICROS_PER_SECOND,
    untoldRetryAfter: () => retryAfter(clock, undefined),
    retryAfterSeconds: (virtualSeconds) => inStep(clock, virtualSeconds),

    async patiently(request, look, progress) {
      let found = await look();
      const { mode } = clock;
      if (mode.kind !== 'scaled' || request.isInternal) return found;
      const askedAt = clock.now();
      const deadline = askedAt + this.ofClient(SHORTEST_WAIT_SECONDS);
      while (clock.mode === mode) {
        const { startedAt, lookAgainAt } = progress(found) ?? NOWHERE;
        if (askedAt - startedAt < this.ofClient(FIRST_POLL_SECONDS)) break;
        if (lookAgainAt <= clock.now() || lookAgainAt > deadline) break;
        await clock.pause(lookAgainAt);
        found = await look();
      }
      return found;
    },

    started(request, options) {
      const url = operationUrl(namespace, request, options);
      const headers = ['Azure-AsyncNotification', 'Enabled', 'Azure-AsyncOperation', url.status];
      if (options.withLocation) headers.push('Location', url.result);
      headers.push(...retryAfter(clock, options.retryAfterSeconds));
      if (options.instanceCount !== undefined) {
        headers.push('x-ms-request-charge', String(options.instanceCount));
      }
      headers.push(...(options.headers ?? []));
      return {
        httpStatus: options.httpStatus,
        speaker: 'provider',
        headers,
        // 5 407 of 5 407 recorded first answers have the operation id here.
        requestId: options.operationId,
        ...(options.body === undefined ? {} : { body: { json: options.body } }),
      };
    },

    status(operation, output) {
      return {
        httpStatus: 200,
        speaker: 'provider',
        headers: operation.state === 'inProgress' ? pollWait(clock, operation) : [],
        body: { json: statusBody(operation, output) },
      };
    },

    result(request, operation, output) {
      switch (operation.state) {
        case 'inProgress':
          return {
            httpStatus: 202,
            speaker: 'provider',
            headers: [
              'Location',
              operationUrl(namespace, request, operation).result,
              ...pollWait(clock, operation),
            ],
          };
        case 'succeeded':
          return {
            httpStatus: 200,
            speaker: 'provider',
            // Recorded compact, unlike the provider's other bodies (lro.md, run command).
            ...(output === undefined ? {} : { body: { bytes: gatewayJson(output) } }),
          };
        case 'failed':
          return failedResult(operation);
      }
    },
  };
}

/**
 * `name` is the operation id; `error` of a failed one has no details.
 * Source: shared/azure/lro.md, "Polling the operations URL".
 */
function statusBody(operation: OperationStatus, output: unknown): Record<string, unknown> {
  return {
    startTime: formatInstant(operation.startedAt),
    ...(operation.endedAt === null ? {} : { endTime: formatInstant(operation.endedAt) }),
    status: STATUS[operation.state],
    ...(output === undefined || operation.state !== 'succeeded' ? {} : { properties: { output } }),
    ...(operation.failure === null ? {} : { error: failureBody(operation.failure) }),
    name: operation.operationId,
  };
}

const STATUS = { inProgress: 'InProgress', succeeded: 'Succeeded', failed: 'Failed' } as const;

/** No recording asked a failed operation here; the ARM contract wants the error as an answer. G. */
function failedResult(operation: OperationStatus): ArmReply {
  const failure = failureBody(operation.failure ?? { code: null, message: NO_REASON });
  const httpStatus = failure.code === INTERNAL ? 500 : 409;
  const error = new ArmError({ httpStatus, speaker: 'provider', ...failure });
  return { httpStatus, speaker: 'provider', body: { json: errorBody(error) } };
}

function failureBody(failure: NonNullable<OperationStatus['failure']>): {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
} {
  return {
    code: failure.code ?? INTERNAL,
    message: failure.message,
    ...(failure.target === undefined ? {} : { target: failure.target }),
  };
}

/** Azure's code where a view gives none. R: shared/azure/errors.md, failures through the poll. */
const INTERNAL = 'InternalExecutionError';
const NO_REASON = 'An internal execution error occurred.';

function operationUrl(
  namespace: string,
  request: Pick<ArmRequest, 'origin' | 'apiVersion' | 'servedVersion' | 'params'>,
  operation: { readonly operationId: string; readonly location: string },
): { readonly status: string; readonly result: string } {
  const subscriptionId = request.params['subscriptionId'] ?? '';
  const base = `${request.origin}/subscriptions/${subscriptionId}/providers/${namespace}/locations/${operation.location}/operations/${operation.operationId}?`;
  const partition =
    request.servedVersion.slice(0, 10) >= PARTITION_SINCE
      ? `p=${guidFrom(hashText(operation.location), 0)}&`
      : '';
  const version = `api-version=${encodeURIComponent(request.apiVersion)}`;
  return {
    status: `${base}${partition}${version}`,
    result: `${base}${partition}monitor=true&${version}`,
  };
}

function pollWait(clock: Clock, operation: OperationStatus): readonly string[] {
  if (operation.expectedEnd === undefined || !Number.isFinite(operation.expectedEnd)) {
    return retryAfter(clock, undefined);
  }
  const left = Math.ceil((operation.expectedEnd - clock.now()) / MICROS_PER_SECOND);
  // Recorded estimates go from 5 to 97 seconds (lro.md).
  return retryAfter(clock, Math.min(Math.max(left, 5), 97));
}

/** Azure's own silence is kept only while our seconds are the client's. */
function retryAfter(clock: Clock, azureSeconds: number | undefined): readonly string[] {
  if (azureSeconds === undefined && clock.mode.kind === 'real') return [];
  return ['Retry-After', String(inStep(clock, azureSeconds ?? UNTOLD_WAIT_SECONDS))];
}

function inStep({ mode }: Clock, virtualSeconds: number): number {
  switch (mode.kind) {
    case 'real':
      return virtualSeconds;
    case 'scaled':
      return Math.max(SHORTEST_WAIT_SECONDS, Math.ceil(virtualSeconds / mode.rate));
    // Every operation is complete at its first poll, so nobody waits twice.
    case 'instant':
      return 0;
    // Time moves on command; look again soon.
    case 'manual':
      return 1;
  }
}
