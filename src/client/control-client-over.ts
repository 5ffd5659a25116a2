import type {
  ClockView,
  FaultCatalogueView,
  FaultsView,
  FaultView,
  FleetView,
  MetricsView,
  ScenariosView,
  SnapshotsView,
} from '../control/index.ts';
import { type Ask, asked, type ControlSend, withQuery } from './ask.ts';
import type { ControlClient } from './control-client.ts';
import { type ControlOpen, followEvents } from './follow-events.ts';

const ROOT = '/_lazulite';
/** The most that a page may have. */
const PAGE = 1_000;

/** The control API over a way to send requests that somebody has already: in process, or with a CA of its own. */
export function controlClientOver(send: ControlSend, open: ControlOpen): ControlClient {
  const ask: Ask = async <View>(method: string, target: string, body?: unknown) =>
    asked(await send(method, `${ROOT}${target}`, body)).json as View;
  return {
    health: () => ask('GET', '/health'),
    ready: () => ask('GET', '/ready'),
    openApi: () => ask('GET', '/openapi.json'),
    reset: (subscriptionId) =>
      ask('POST', '/reset', subscriptionId === undefined ? {} : { subscriptionId }),
    currentActions: (resourceId) => ask('GET', withQuery('/currentactions', { resourceId })),
    clock: clockOver(ask),
    faults: faultsOver(ask),
    throttling: {
      read: () => ask('GET', '/throttling'),
      set: (change) => ask('POST', '/throttling', change),
      reset: () => ask('POST', '/throttling', { reset: true }),
    },
    requests: {
      list: (query = {}) => ask('GET', withQuery('/requests', query)),
      har: (query = {}) => ask('GET', withQuery('/requests/har', query)),
      assert: (...assertions) => ask('POST', '/requests/assert', { assertions }),
      async clear() {
        await ask('DELETE', '/requests');
      },
    },
    snapshots: snapshotsOver(ask, send),
    scenarios: {
      list: async () => (await ask<ScenariosView>('GET', '/scenarios')).scenarios,
      read: (name) => ask('GET', `/scenarios/${encodeURIComponent(name)}`),
      make: (choice) => ask('POST', '/scenarios/make', choice),
      play: (choice, seed) =>
        ask('POST', '/scenarios/play', seed === undefined ? choice : { ...choice, seed }),
    },
    recording: {
      read: () => ask('GET', '/recording'),
      start: () => ask('POST', '/recording', {}),
      stop: () => ask('DELETE', '/recording'),
    },
    fleet: fleetOver(ask),
    events: {
      page: (query = {}) => ask('GET', withQuery('/events', query)),
      pageOf: (set, query = {}) => ask('GET', withQuery('/events', { ...query, set })),
      follow: (query = {}, options = {}) => followEvents(open, query, options),
    },
    metrics: {
      list: async () => (await ask<MetricsView>('GET', '/metrics')).metrics,
      feed: async (metric) => (await ask<MetricsView>('POST', '/metrics', metric)).metrics,
    },
    instanceHealth: {
      read: (resourceId) => ask('GET', withQuery('/instancehealth', { resourceId })),
      set: (order) => ask('POST', '/instancehealth', order),
    },
  };
}

function clockOver(ask: Ask): ControlClient['clock'] {
  const order = (body: object): Promise<ClockView> => ask('POST', '/clock', body);
  return {
    read: () => ask('GET', '/clock'),
    advance: (duration) => order({ advanceBy: duration }),
    advanceTo: (instant) => order({ advanceTo: instant }),
    advanceToNextDue: () => order({ nextDue: true }),
    runUntilIdle: () => order({ runUntilIdle: true }),
    freeze: () => order({ freeze: true }),
    setMode: (mode) => order({ mode }),
  };
}

function faultsOver(ask: Ask): ControlClient['faults'] {
  const all = async (method: string, target: string, body?: unknown) =>
    (await ask<FaultsView>(method, target, body)).faults;
  const place = (id: string): string => `/faults/${encodeURIComponent(id)}`;
  return {
    list: () => all('GET', '/faults'),
    find: (id) => ask('GET', place(id)),
    async add(rule) {
      const [added] = await all('POST', '/faults', [rule]);
      return added as FaultView;
    },
    addAll: (rules) => all('POST', '/faults', rules),
    remove: (id) => all('DELETE', place(id)),
    async clear() {
      await ask('DELETE', '/faults');
    },
    catalogue: async () => (await ask<FaultCatalogueView>('GET', '/faultcatalogue')).faults,
  };
}

function snapshotsOver(ask: Ask, send: ControlSend): ControlClient['snapshots'] {
  const all = async (method: string, target: string, body?: unknown) =>
    (await ask<SnapshotsView>(method, `/snapshots${target}`, body)).snapshots;
  const place = (name: string): string => `/${encodeURIComponent(name)}`;
  return {
    list: () => all('GET', ''),
    save: (name) => all('POST', '', { name }),
    load: (name) => all('POST', `${place(name)}/load`),
    remove: (name) => all('DELETE', place(name)),
    read: async (name) => asked(await send('GET', `${ROOT}/snapshots${place(name)}`)).bytes,
    write: (name, file) => all('PUT', place(name), file),
    diff: (name, other = 'current') => ask('GET', `/snapshots${place(name)}/diff${place(other)}`),
  };
}

function fleetOver(ask: Ask): ControlClient['fleet'] {
  const page: ControlClient['fleet']['page'] = (query = {}) =>
    ask('GET', withQuery('/fleet', query));
  return {
    page,
    async list(resource = '*') {
      const sets: FleetView['scaleSets'][number][] = [];
      for (let after: string | null = ''; after !== null;) {
        const found: FleetView = await page({ resource, after, limit: PAGE });
        sets.push(...found.scaleSets);
        after = found.next;
      }
      return sets;
    },
  };
}
