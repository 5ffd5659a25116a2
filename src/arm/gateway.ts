import { formatCompactUtc, type HttpRequest, type HttpResponse } from '../base/index.ts';
import type { Clock, Random } from '../clock/index.ts';
import type { Store } from '../store/index.ts';
import { ActivityRecorder } from './activity/record-activity.ts';
import { withActivity } from './activity/request-activity.ts';
import type { ArmError } from './arm-error.ts';
import { Admission, type Admitted, isUnknownVersion, unknownVersionError } from './admission.ts';
import { RoutedRequest } from './arm-request.ts';
import { BoundedMemo } from './bounded-memo.ts';
import type { GenericTypes } from './generic-types.ts';
import { printableToken, TimeTexts, writeHeaders } from './headers.ts';
import { writeJson } from './json.ts';
import { replyToError } from './reply.ts';
import {
  type GatewayLookups,
  isMissingResource,
  isNamedRead,
  resourcePath,
  ScopeChecks,
} from './scope-checks.ts';
import type { Counted, Quota, Throttle } from './throttling/throttle.ts';
import type { ArmLog, ArmReply, Caller, Operation, ResourceType } from './types.ts';

export interface GatewaySettings {
  readonly subscriptionIds: readonly string[];
  readonly resourceTypes: readonly ResourceType[];
  /** Of the front door's own paths, oldest first. */
  readonly frontDoorApiVersions: readonly string[];
  /** Where the front door stands, for the routing id: `WESTEUROPE`. */
  readonly region: string;
}

export interface GatewayOptions<Services> {
  readonly operations: readonly Operation<Services>[];
  /** What serves types that no operation is of; left out: they are refused. */
  readonly generic?: GenericTypes<Services>;
  readonly services: Services;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: GatewaySettings;
  readonly lookups: GatewayLookups;
  /** What requests are counted in, and refused by. */
  readonly throttle: Throttle;
  /** Where the activity log is kept; left out: what is asked for is not logged. */
  readonly activityStore?: Store;
  readonly log: ArmLog;
}

/** The ARM front door: every request to a management path goes through here. */
export interface Gateway {
  /**
   * Never rejects: every error becomes an answer. `requestId` is given by who asks inside this
   * process, so that how many such requests there are shifts nobody else's ids.
   */
  handle(
    request: HttpRequest,
    caller: Caller,
    requestId?: string,
  ): Promise<HttpResponse> | HttpResponse;
  /**
   * The answer to a request that somebody else refused, e.g. for its token, in this door's form.
   * `error` may be anything that was thrown.
   */
  refuse(request: HttpRequest, error: unknown): HttpResponse;
}

/** A front door that can be stood before other services: the same operations on other things. */
export interface MovableGateway<Services> extends Gateway {
  before(services: Services, lookups: GatewayLookups): Gateway;
}

/** Requests are polled; so many different ones are remembered with all that was found out. */
const REMEMBERED_TARGETS_MAX = 4_096;
/** Longer targets are odd and would make the memo large. */
const REMEMBERED_LENGTH_MAX = 1_024;

export function createGateway<Services>(
  options: GatewayOptions<Services>,
): MovableGateway<Services> {
  return new FrontDoor(options);
}

/** An admitted target with everything about it that stays true from request to request. */
interface Route<Services> {
  readonly admitted: Admitted<Services>;
  readonly counted: Counted;
  /** Of who asked last; most targets are polled by one caller. */
  lastQuota: Quota | undefined;
}

/** A route, and what its caller's requests count in. */
interface Passed<Services> {
  readonly route: Route<Services>;
  readonly quota: Quota;
}

interface Ids {
  readonly requestId: string;
  readonly correlationId: string;
  readonly isInternal: boolean;
}

const NO_HEADERS: readonly string[] = [];

class FrontDoor<Services> implements MovableGateway<Services> {
  readonly #options: GatewayOptions<Services>;
  readonly #admission: Admission<Services>;
  readonly #checks: ScopeChecks;
  readonly #routes = new BoundedMemo<Route<Services>>(REMEMBERED_TARGETS_MAX);
  readonly #texts = new TimeTexts();
  readonly #activity: ActivityRecorder | undefined;

  constructor(options: GatewayOptions<Services>, admission?: Admission<Services>) {
    this.#options = options;
    const { settings, log, operations } = options;
    this.#admission =
      admission ??
      new Admission({
        operations,
        ...(options.generic ? { generic: options.generic } : {}),
        subscriptionIds: settings.subscriptionIds,
        resourceTypes: settings.resourceTypes,
        frontDoorApiVersions: settings.frontDoorApiVersions,
        onOddVersion: (message) => log({ level: 'info', message }),
      });
    this.#checks = new ScopeChecks(options.lookups);
    const { activityStore: store, clock } = options;
    this.#activity = store && new ActivityRecorder({ store, clock });
  }

  before(services: Services, lookups: GatewayLookups): Gateway {
    // What happens behind another door does not happen, so nobody logs it.
    const { activityStore: _, ...options } = this.#options;
    return new FrontDoor({ ...options, services, lookups }, this.#admission);
  }

  handle(
    request: HttpRequest,
    caller: Caller,
    requestId?: string,
  ): Promise<HttpResponse> | HttpResponse {
    const ids = this.#newIds(request, requestId);
    const known = this.#routes.get(keyOf(request));
    if (known === undefined) return this.#handle(request, caller, ids);
    const quota = this.#quotaOf(known, caller);
    const refusal = this.#throttled(quota, ids);
    if (refusal !== undefined) return this.#refuse(request, { route: known, quota }, refusal, ids);
    const passed = { route: known, quota };
    return (
      this.#answerAtOnce(request, caller, passed, ids) ?? this.#handle(request, caller, ids, passed)
    );
  }

  #answerAtOnce(
    request: HttpRequest,
    caller: Caller,
    passed: Passed<Services>,
    ids: Ids,
  ): HttpResponse | undefined {
    const { admitted } = passed.route;
    const { operation } = admitted;
    if (operation.handleAtOnce === undefined) return undefined;
    try {
      const routed = new RoutedRequest(admitted, request, caller, ids);
      const reply = operation.handleAtOnce(routed, this.#options.services);
      return reply && this.#answer(request, passed.quota, reply, ids, false);
    } catch (error) {
      return this.#refuse(request, passed, error, ids);
    }
  }

  async #handle(
    request: HttpRequest,
    caller: Caller,
    ids: Ids,
    known?: Passed<Services>,
  ): Promise<HttpResponse> {
    let passed = known;
    try {
      if (passed === undefined) {
        const route = await this.#route(request);
        passed = { route, quota: this.#quotaOf(route, caller) };
        const refusal = this.#throttled(passed.quota, ids);
        if (refusal !== undefined) throw refusal;
      }
      const reply = await this.#serveLogged(
        passed.route,
        new RoutedRequest(passed.route.admitted, request, caller, ids),
      );
      return this.#answer(request, passed.quota, reply, ids, false);
    } catch (error) {
      return this.#refuse(request, passed, error, ids);
    }
  }

  #quotaOf(route: Route<Services>, caller: Caller): Quota {
    const { throttle } = this.#options;
    const last = route.lastQuota;
    if (last !== undefined && last.actor === caller.objectId && !throttle.isStale(last))
      return last;
    route.lastQuota = throttle.quota(route.counted, caller);
    return route.lastQuota;
  }

  /** What we ask ourselves, for a deployment or by autoscale, is refused to nobody. */
  #throttled(quota: Quota, { isInternal }: Ids): ArmError | undefined {
    const { throttle, clock } = this.#options;
    return isInternal ? undefined : throttle.admit(quota, clock);
  }

  refuse(request: HttpRequest, error: unknown): HttpResponse {
    return this.#refuse(request, undefined, error, this.#newIds(request));
  }

  #newIds(request: HttpRequest, given?: string): Ids {
    const { random } = this.#options;
    const requestId = given ?? random.guid();
    const asked = printableToken(request.headers['x-ms-correlation-request-id']);
    const isInternal = given !== undefined;
    return { requestId, correlationId: asked ?? random.guid(), isInternal };
  }

  async #route(request: HttpRequest): Promise<Route<Services>> {
    const admitted = this.#admission.admit(request.method, request.target);
    if (isUnknownVersion(admitted)) {
      throw unknownVersionError(admitted, await this.#checks.locationOf(admitted, request));
    }
    const route = this.#createRoute(admitted);
    const key = keyOf(request);
    if (key.length <= REMEMBERED_LENGTH_MAX) this.#routes.set(key, route);
    return route;
  }

  #createRoute(admitted: Admitted<Services>): Route<Services> {
    const { operation, subscriptionId, namespace } = admitted;
    const counted = {
      operationId: operation.operationId,
      method: operation.method,
      subscriptionId,
      namespace,
      policies: operation.rateLimits ?? [],
      resource: resourcePath(admitted),
    };
    return { admitted, counted, lastQuota: undefined };
  }

  #serveLogged(route: Route<Services>, request: RoutedRequest<Services>): Promise<ArmReply> {
    const serve = (): Promise<ArmReply> => this.#serve(route, request);
    return this.#activity === undefined
      ? withActivity(undefined, serve)
      : this.#activity.serve(route.admitted, request, serve);
  }

  async #serve(route: Route<Services>, request: RoutedRequest<Services>): Promise<ArmReply> {
    const { admitted } = route;
    const { services } = this.#options;
    // What is read by its name proves by being there that its group is there too; the group is looked
    // up only when it is not. So the most frequent requests cost no look-up.
    if (isNamedRead(admitted)) {
      try {
        return await admitted.operation.handle(request, services);
      } catch (error) {
        if (isMissingResource(error)) await this.#checks.requireGroup(admitted);
        throw error;
      }
    }
    await this.#checks.requireGroup(admitted);
    await this.#checks.requireRegistration(admitted);
    return await admitted.operation.handle(request, services);
  }

  #refuse(
    request: HttpRequest,
    passed: Passed<Services> | undefined,
    error: unknown,
    ids: Ids,
  ): HttpResponse {
    const { clock, log } = this.#options;
    const { reply, failedAtGateway } = replyToError(error, {
      log,
      diagnostics: {
        timestamp: formatCompactUtc(clock.now()),
        subscriptionId: passed?.route.admitted.subscriptionId ?? '',
        trackingId: ids.correlationId,
        correlationId: ids.correlationId,
      },
    });
    return this.#answer(request, passed?.quota, reply, ids, failedAtGateway);
  }

  #answer(
    request: HttpRequest,
    quota: Quota | undefined,
    reply: ArmReply,
    ids: Ids,
    failedAtGateway: boolean,
  ): HttpResponse {
    const { clock, settings } = this.#options;
    const body = bodyOf(reply);
    const byProvider = reply.speaker === 'provider';
    const headers = writeHeaders(
      {
        now: clock.now(),
        hasBody: body !== null,
        own: reply.headers ?? NO_HEADERS,
        // What the front door answers itself has one id for both. Source: shared/azure/lro.md.
        requestId: reply.requestId ?? (byProvider ? ids.requestId : ids.correlationId),
        correlationId: ids.correlationId,
        region: settings.region,
        quota,
        byProvider,
        failedAtGateway,
        echoedClientRequestId: echoed(request),
      },
      this.#texts,
    );
    // For HEAD the listener sends the length of the body and not the body, as Azure does.
    return { httpStatus: reply.httpStatus, headers, body };
  }
}

/** Targets begin with a slash or a scheme, so that of a GET, the most frequent, is a key as it is. */
function keyOf({ method, target }: HttpRequest): string {
  return method === 'GET' ? target : `${method} ${target}`;
}

function bodyOf({ body, speaker }: ArmReply): Uint8Array | null {
  if (body === undefined) return null;
  return 'bytes' in body ? body.bytes : writeJson(speaker, body.json);
}

/** Source: shared/azure/lro.md; ARM documentation. */
function echoed(request: HttpRequest): string | undefined {
  if (request.headers['x-ms-return-client-request-id']?.toLowerCase() !== 'true') return undefined;
  return printableToken(request.headers['x-ms-client-request-id']);
}
