import { EmulatorError, type HttpRequest, type HttpResponse } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { clockRoute } from './clock-route.ts';
import { currentActionsRoute } from './current-actions-route.ts';
import { eventsRoute } from './events/events-route.ts';
import { faultCatalogueRoute, faultsRoute } from './faults/faults-route.ts';
import { fleetRoute } from './fleet-route.ts';
import { healthRoute } from './health-route.ts';
import { instanceHealthRoute } from './instance-health-route.ts';
import { metricsRoute } from './metrics-route.ts';
import { readyRoute } from './ready-route.ts';
import { recordingRoute } from './recording-route.ts';
import { requestsRoute } from './requests/requests-route.ts';
import { errorReply } from './reply.ts';
import { resetRoute } from './reset-route.ts';
import { scheduledEventsRoute } from './scheduled-events-route.ts';
import { scenariosRoute } from './scenarios-route.ts';
import { snapshotsRoute } from './snapshots/snapshots-route.ts';
import { throttlingRoute } from './throttling-route.ts';
import { createOpenApiRoute } from './openapi/openapi-route.ts';
import type { ControlRoute, ControlServices } from './types.ts';

/** Our own API, under `/_lazulite/`. */
export interface Control {
  /**
   * Answers a request whose path begins with `/_lazulite`. `refuse` is asked for all but open routes: an answer of it (401) is given instead.
   */
  handle(request: HttpRequest, refuse: () => HttpResponse | undefined): Promise<HttpResponse>;
}

export const ROUTES: readonly ControlRoute[] = [
  healthRoute,
  readyRoute,
  clockRoute,
  scheduledEventsRoute,
  metricsRoute,
  eventsRoute,
  instanceHealthRoute,
  currentActionsRoute,
  throttlingRoute,
  faultsRoute,
  faultCatalogueRoute,
  requestsRoute,
  resetRoute,
  snapshotsRoute,
  recordingRoute,
  scenariosRoute,
  fleetRoute,
  createOpenApiRoute(() => ROUTES),
];

/** Those of all its operations, in their order. */
export function methodsOf({ operations }: ControlRoute): readonly string[] {
  return [...new Set(operations.map(({ method }) => method))];
}

export function createControl(services: ControlServices): Control {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async handle(request, refuse) {
      const path = pathOf(request.target);
      const route = ROUTES.find((candidate) => serves(candidate, path));
      const refusal = route?.open === true ? undefined : refuse();
      if (refusal !== undefined) return refusal;
      if (request.method === 'GET') return answerOf(route, path, request, services);
      // One after the other: an order to the clock is carried out before the next is looked at.
      const answer = last.then(() => answerOf(route, path, request, services));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}

function serves(route: ControlRoute, path: string): boolean {
  return path === route.path || (route.isPrefix === true && path.startsWith(`${route.path}/`));
}

async function answerOf(
  route: ControlRoute | undefined,
  path: string,
  request: HttpRequest,
  services: ControlServices,
): Promise<HttpResponse> {
  try {
    if (!route) throw new EmulatorError('EMU_NOT_FOUND', unknownPath(path));
    if (methodsOf(route).includes(request.method)) return await route.handle(request, services);
    return methodNotAllowed(route, request.method);
  } catch (error) {
    if (error instanceof EmulatorError) return errorReply(error);
    if (!(error instanceof StoreError)) throw error;
    return errorReply(
      new EmulatorError(
        'EMU_STORE_UNAVAILABLE',
        `What was ordered is not durable: ${error.message}`,
      ),
    );
  }
}

function unknownPath(path: string): string {
  return `There is no ${path}. There is ${ROUTES.map((route) => route.path).join(', ')}.`;
}

function methodNotAllowed(route: ControlRoute, method: string): HttpResponse {
  const allowed = methodsOf(route).join(', ');
  const reply = errorReply(
    new EmulatorError('EMU_BAD_REQUEST', `${route.path} takes ${allowed}, not ${method}.`),
  );
  return { ...reply, httpStatus: 405, headers: ['Allow', allowed, ...reply.headers] };
}

function pathOf(target: string): string {
  const end = target.indexOf('?');
  return end === -1 ? target : target.slice(0, end);
}
