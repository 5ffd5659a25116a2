import type { ArmLogEntry } from '../arm/index.ts';
import { hashWords, type HttpRequest, type HttpResponse } from '../base/index.ts';
import { type ClockControl, createRandom } from '../clock/index.ts';
import { type ControlServices, createControl, RequestLog } from '../control/index.ts';
import { createFleet, type Fleet } from '../fleet/index.ts';
import { createIdentity, type Identity } from '../identity/index.ts';
import { AZURE_LOCATIONS } from '../providers/index.ts';
import type { Lifecycle } from '../scaleset/index.ts';
import type { Store } from '../store/index.ts';
import { nextBootNumber } from './boot-number.ts';
import { type KeptClock, openClock } from './clock-keeper.ts';
import { composeArm } from './compose-arm.ts';
import type { EmulatorConfig } from './config.ts';
import { chooseLifecycle } from './lifecycle-choice.ts';
import { createLog, type Log } from './log.ts';
import { openConfiguredStore } from './open-store.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import { pause } from './pause.ts';
import { createRequestHandler } from './request-handler.ts';
import { openThrottle } from './throttle-keeper.ts';
import { createSettleAll } from './settle-all.ts';

/** As many as a test suite asks between two looks; bodies of a few thousand sets. */
const REQUEST_LOG = { size: 1_000, bytes: 16 * 1_024 * 1_024 };

/** The rooms of one emulator, each made and given what it needs. */
export interface Rooms {
  readonly clock: ClockControl;
  readonly fleet: Fleet;
  readonly identity: Identity;
  readonly log: Log;
  handle(this: void, request: HttpRequest): Promise<HttpResponse> | HttpResponse;
  /** Runs `create` while new sets are given this life cycle; null is the configured one. */
  withLifecycle<R>(this: void, lifecycle: Lifecycle | null, create: () => Promise<R>): Promise<R>;
  /** Lets go of requests that wait for something. */
  readonly store: Store;
  interrupt(this: void): void;
  close(): Promise<void>;
  /** Ends everything but the store, without writing down what is in memory. */
  park(): Promise<Place>;
}

/** What the control API asks of whoever has composed the rooms. */
export type Root = Pick<ControlServices, 'reset' | 'snapshots' | 'recording' | 'scenarios'>;

/** What outlives the rooms when they are made anew. */
export interface Place {
  readonly store: Store;
  readonly log: Log;
}

/**
 * @param options `place` left out: the store is opened, and closed with the rooms. `ownLifecycle` stands in
 * for the configured one.
 */
export async function composeRooms(
  config: EmulatorConfig,
  root: Root,
  { place, ownLifecycle }: { readonly place?: Place; readonly ownLifecycle?: Lifecycle } = {},
): Promise<Rooms> {
  // Read before anything is opened: mistakes leave nothing behind.
  const lifecycle = ownLifecycle ?? (await chooseLifecycle(config.lifecycle, process.cwd()));
  const log = place?.log ?? (await createLog(config.logLevel));
  const store = place?.store ?? (await openConfiguredStore(config.store));
  const opened: { close(): Promise<void> | void }[] = [store];
  const close = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last.close();
  };
  try {
    // Together they are one commit.
    const [boot, keptClock] = await Promise.all([
      nextBootNumber(store),
      openClock(store, config.clock, (error) =>
        log({ level: 'error', message: 'the clock could not be written to the store', error }),
      ),
    ]);
    const { clock } = keptClock;
    opened.push(clock);
    const fleet = await createFleet({
      store,
      clock,
      seed: config.seed,
      log: (message, details) => log({ level: 'warn', message, ...errorIn(details) }),
    });
    opened.push(fleet);
    return await furnish({ config, boot, lifecycle, log, store, keptClock, fleet, close, root });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Furniture {
  readonly config: EmulatorConfig;
  readonly boot: number;
  readonly lifecycle: Lifecycle;
  readonly log: Log;
  readonly store: Store;
  readonly keptClock: KeptClock;
  readonly fleet: Fleet;
  readonly close: () => Promise<void>;
  readonly root: Root;
}

async function furnish(furniture: Furniture): Promise<Rooms> {
  const { config, boot, log, store, keptClock, fleet, close } = furniture;
  const { clock } = keptClock;
  let lifecycle = furniture.lifecycle;
  const identity = await createIdentity({
    store,
    clock,
    settings: {
      tenantId: config.tenantId,
      tenantPinned: config.onlyTenant,
      auth: config.auth,
      clients: config.clients,
      emulatorName: 'Lazulite',
      locations: AZURE_LOCATIONS.map(({ name }) => name),
    },
  });
  const { throttle, throttling } = await openThrottle(store, config.throttle);
  const { gateway, deployments, autoscale, metrics, faults, blobs } = await composeArm({
    config,
    store,
    clock,
    fleet,
    random: createRandom(hashWords(config.seed, boot), 'front-door'),
    log,
    throttle,
    lifecycle: () => lifecycle,
  });
  const requestLog = new RequestLog(REQUEST_LOG);
  let ending = new AbortController();
  const control = createControl({
    clock,
    fleet,
    work: deployments,
    watch: autoscale,
    metrics,
    throttling,
    faults: faults.director,
    scaleSets: faults.scaleSets,
    reset: furniture.root.reset,
    snapshots: furniture.root.snapshots,
    recording: furniture.root.recording,
    scenarios: furniture.root.scenarios,
    subscriptionIds: config.subscriptions,
    requests: {
      log: requestLog,
      operationOf: (method, target) => gateway.operationOf(method, target),
      pause: (milliseconds, signal) =>
        pause(milliseconds, AbortSignal.any([signal, ending.signal])),
    },
    ending: () => ending.signal,
    checkStore: async () => void (await store.listDocuments('server', { prefix: '', limit: 1 })),
    clockKept: keptClock.kept,
    version: PACKAGE_VERSION,
  });
  fleet.resume();
  await faults.director.resume();
  await deployments.resume();
  const interrupt = (): void => {
    ending.abort();
    ending = new AbortController();
    faults.book.letGo();
  };
  const endWork = async (): Promise<void> => {
    interrupt();
    await autoscale.close();
    await deployments.close();
  };
  const settleAll = createSettleAll({ clock, fleet, deployments });
  return {
    clock,
    fleet,
    identity,
    log,
    handle: createRequestHandler({
      clock,
      control,
      blobs,
      gateway,
      identity,
      settleAll,
      log: requestLog,
    }),
    async withLifecycle(wanted, create) {
      lifecycle = wanted ?? furniture.lifecycle;
      try {
        return await create();
      } finally {
        lifecycle = furniture.lifecycle;
      }
    },
    store,
    interrupt,
    async close() {
      await endWork();
      await close();
    },
    async park() {
      await endWork();
      await fleet.abandon();
      clock.close();
      await keptClock.kept();
      return { store, log };
    },
  };
}

function errorIn(details: Readonly<Record<string, unknown>>): Pick<ArmLogEntry, 'error'> {
  return { error: 'error' in details ? details['error'] : details };
}
