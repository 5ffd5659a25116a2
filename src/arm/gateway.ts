import { type HttpRequest, type HttpResponse, invariant } from '../base/index.ts';
import type { Clock, Random } from '../clock/index.ts';
import type { Met } from '../faults/index.ts';
import type { Store } from '../store/index.ts';
import { ActivityRecorder } from './activity/record-activity.ts';
import { withActivity } from './activity/request-activity.ts';
import { AnswerWriter, type Ids } from './answer-writer.ts';
import { ArmError } from './arm-error.ts';
import { Admission, type Admitted, isUnknownVersion, unknownVersionError } from './admission.ts';
import { RoutedRequest } from './arm-request.ts';
import { BoundedMemo } from './bounded-memo.ts';
import { refusalOf } from './faults/refusals.ts';
import type { RequestFaults } from './faults/request-faults.ts';
import type { GenericTypes } from './generic-types.ts';
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
  /** What goes wrong on command; left out: nothing does. */
  readonly faults?: RequestFaults;
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
  /** Azure's operationId of what would serve a request; undefined when nothing would. */
  operationOf(method: string, target: string): string | undefined;
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

/** A request that has come in. */
interface Asked {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly ids: Ids;
}

/** A route, and what its caller's requests count in. */
interface Passed<Services> {
  readonly route: Route<Services>;
  readonly quota: Quota;
}

class FrontDoor<Services> implements MovableGateway<Services> {
  readonly #options: GatewayOptions<Services>;
  readonly #admission: Admission<Services>;
  readonly #checks: ScopeChecks;
  readonly #routes = new BoundedMemo<Route<Services>>(REMEMBERED_TARGETS_MAX);
  readonly #answers: AnswerWriter;
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
    const { activityStore: store, clock, random } = options;
    this.#answers = new AnswerWriter({ clock, random, log, region: settings.region });
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
    const ids = this.#answers.newIds(request, requestId);
    const known = this.#routes.get(keyOf(request));
    if (known === undefined) return this.#handle(request, caller, ids);
    const quota = this.#quotaOf(known, caller);
    const refusal = this.#throttled(quota, ids);
    if (refusal !== undefined) return this.#answers.refuse(request, quota, refusal, ids);
    const passed = { route: known, quota };
    const atOnce = this.#mayMeetFaults(ids)
      ? undefined
      : this.#answerAtOnce(request, caller, passed, ids);
    return atOnce ?? this.#handle(request, caller, ids, passed);
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
      return reply && this.#answers.answer(request, passed.quota, reply, ids);
    } catch (error) {
      return this.#answers.refuse(request, passed.quota, error, ids);
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
      const asked = { request, caller, ids };
      const met = this.#mayMeetFaults(ids) ? this.#meet(passed.route, asked) : undefined;
      if (met === undefined) return await this.#serveAndAnswer(passed, asked);
      return await this.#answerUnderFault(met, passed, asked);
    } catch (error) {
      return this.#answers.refuse(request, passed?.quota, error, ids);
    }
  }

  async #serveAndAnswer(
    { route, quota }: Passed<Services>,
    { request, caller, ids }: Asked,
    serve?: () => Promise<ArmReply>,
  ): Promise<HttpResponse> {
    const routed = new RoutedRequest(route.admitted, request, caller, ids);
    const reply = await this.#serveLogged(route, routed, serve);
    return this.#answers.answer(request, quota, reply, ids);
  }

  /** Asked for every request, so it has to be quick. */
  #mayMeetFaults({ isInternal }: Ids): boolean {
    const { faults } = this.#options;
    return faults !== undefined && !faults.isQuiet && !isInternal;
  }

  #meet({ admitted }: Route<Services>, { request, caller }: Asked): Met | undefined {
    const { operationId } = admitted.operation;
    const { method } = request;
    return this.#options.faults?.meet({
      operationId,
      method,
      path: pathOf(request),
      caller: caller.appId,
    });
  }

  #answerUnderFault(met: Met, passed: Passed<Services>, asked: Asked): Promise<HttpResponse> {
    const { faults } = this.#options;
    const { request, ids } = asked;
    const { quota, route } = passed;
    invariant(faults !== undefined, 'who has met a rule has rules');
    // What a rule makes of an answer, it makes of a refusal too.
    const answered = (serve?: () => Promise<ArmReply>): Promise<HttpResponse> =>
      this.#serveAndAnswer(passed, asked, serve).catch((error: unknown) =>
        this.#answers.refuse(request, quota, error, ids),
      );
    return faults.answer(met, request, {
      serve: () => answered(),
      reply: (reply) => this.#answers.answer(request, quota, reply, ids),
      refuse: (refusal) =>
        answered(async () => {
          const { operationId } = route.admitted.operation;
          const location = (await this.#checks.locationOf(route.admitted, request)) ?? '';
          throw refusalOf(refusal, { request, operationId, resourceId: pathOf(request), location });
        }),
    });
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
    return this.#answers.refuse(request, undefined, error, this.#answers.newIds(request));
  }

  operationOf(method: string, target: string): string | undefined {
    try {
      const admitted = this.#admission.admit(method, target);
      return isUnknownVersion(admitted) ? undefined : admitted.operation.operationId;
    } catch (error) {
      if (error instanceof ArmError) return undefined;
      throw error;
    }
  }

  async #route(request: HttpRequest): Promise<Route<Services>> {
    const admitted = this.#admission.admit(request.method, request.target);
    if (isUnknownVersion(admitted)) {
      throw unknownVersionError(
        admitted,
        await this.#checks.locationOf(admitted.admitted, request),
      );
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

  /** @param serve What is done for it, if that is not what it asks for. */
  #serveLogged(
    route: Route<Services>,
    request: RoutedRequest<Services>,
    serve = (): Promise<ArmReply> => this.#serve(route, request),
  ): Promise<ArmReply> {
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
}

/** Targets begin with a slash or a scheme, so that of a GET, the most frequent, is a key as it is. */
function keyOf({ method, target }: HttpRequest): string {
  return method === 'GET' ? target : `${method} ${target}`;
}

function pathOf({ target }: HttpRequest): string {
  return target.split('?', 1)[0] ?? '';
}
