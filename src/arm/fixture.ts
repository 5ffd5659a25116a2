import type { HttpRequest, HttpResponse } from '../base/index.ts';
import { type ClockControl, createClock, createRandom } from '../clock/index.ts';
import { createGateway, type Gateway } from './gateway.ts';
import type { GatewayLookups } from './scope-checks.ts';
import { Throttle } from './throttling/throttle.ts';
import { EVERY_MINUTE } from './throttling/token-bucket.ts';
import type { ArmLogEntry, ArmRequest, Caller, Operation, ResourceType } from './types.ts';

/** A front door for the tests of this room, with a type of its own and recorded look-ups. */
export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const CALLER: Caller = { tenantId: 't', objectId: 'o', appId: 'a' };
const WIDGET: ResourceType = {
  namespace: 'Contoso.Things',
  type: 'widgets',
  apiVersions: ['2015-06-15', '2016-04-30-preview', '2020-12-01', '2024-07-01'],
  locations: ['East US', 'West Europe'],
};
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const WIDGETS = `${GROUP}/providers/Contoso.Things/widgets`;

export type Handle = (request: ArmRequest) => ReturnType<Operation<null>['handle']>;

export function widgetOperation(
  method: Operation<null>['method'],
  tail: string,
  handle: Handle,
  more: Partial<Operation<null>> = {},
): Operation<null> {
  return {
    operationId: `Widgets_${method}${tail.replaceAll(/\W/g, '_')}`,
    method,
    path: `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Contoso.Things/widgets${tail}`,
    longRunning: false,
    handle: (request) => handle(request),
    ...more,
  };
}

export interface Fixture {
  readonly gateway: Gateway;
  readonly clock: ClockControl;
  readonly throttle: Throttle;
  readonly log: ArmLogEntry[];
  readonly asked: string[];
  readonly send: (method: string, target: string, more?: Partial<HttpRequest>) => Promise<Answer>;
}

export interface Answer extends HttpResponse {
  readonly text: string;
  readonly json: { readonly error: { readonly code: string; readonly message: string } };
  header(name: string): string | undefined;
}

export function createFixture(
  operations: readonly Operation<null>[],
  lookups: Partial<GatewayLookups> = {},
): Fixture {
  const log: ArmLogEntry[] = [];
  const asked: string[] = [];
  const clock = createClock({ mode: { kind: 'manual' } });
  const size = { capacity: 12, refill: 1, every: EVERY_MINUTE };
  const throttle = new Throttle({ buckets: { GetWidgetResource: size }, windows: {} });
  const gateway = createGateway<null>({
    operations,
    services: null,
    clock,
    random: createRandom(7, 'arm'),
    log: (entry) => log.push(entry),
    throttle,
    settings: {
      subscriptionIds: [SUBSCRIPTION],
      resourceTypes: [WIDGET],
      frontDoorApiVersions: ['2016-06-01', '2021-04-01'],
      region: 'WESTEUROPE',
    },
    lookups: {
      findResourceGroup: async (_subscriptionId, name) => {
        asked.push(`group ${name}`);
        return name.toLowerCase() === 'rg'
          ? { name: 'rg', location: 'westeurope', deleting: false }
          : undefined;
      },
      findResourceLocation: async (id) => {
        asked.push(`location ${id}`);
        return undefined;
      },
      isRegistered: async (_subscriptionId, namespace) => {
        asked.push(`registered ${namespace}`);
        return true;
      },
      ...lookups,
    },
  });
  return {
    gateway,
    throttle,
    clock,
    log,
    asked,
    send: async (method, target, more) =>
      readable(await gateway.handle(httpRequest(method, target, more), CALLER)),
  };
}

export function httpRequest(
  method: string,
  target: string,
  more: Partial<HttpRequest> = {},
): HttpRequest {
  return {
    method,
    target,
    headers: { host: 'localhost:8677' },
    body: new Uint8Array(),
    secure: true,
    ...more,
  };
}

export function readable(response: HttpResponse): Answer {
  const text = Buffer.from(response.body ?? []).toString('utf8');
  return {
    ...response,
    text,
    get json() {
      return JSON.parse(text);
    },
    header(name) {
      const at = response.headers.findIndex(
        (field, index) => index % 2 === 0 && field.toLowerCase() === name,
      );
      return at < 0 ? undefined : response.headers[at + 1];
    },
  };
}
