import { type HttpRequest, type HttpResponse, type Instant, invariant } from '../base/index.ts';
import type { ClockReading } from '../clock/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { RECORDING_PATH, RESET_PATH, SNAPSHOTS_PATH } from '../control/index.ts';
import { composeRooms, type Place, type Rooms, type Root } from './compose.ts';
import type { EmulatorConfig } from './config.ts';
import { type Opened, startListening } from './listening.ts';
import { createScenarios } from './scenarios/control-scenarios.ts';
import { applyScenario, loadScenario, type Scenario } from './scenarios/scenario.ts';
import type { Asking } from './scenarios/asking.ts';
import { createSession, type Session } from './session.ts';
import { Turnstile } from './turnstile.ts';
import type { Store } from '../store/index.ts';
import { originOf } from '../identity/index.ts';
import type { Lifecycle } from '../scaleset/index.ts';
import { createRecording } from './recording/create-recording.ts';
import type { Recorder, RecorderParts } from './recording/recorder.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import { createSnapshots } from './save-points/stored-snapshots.ts';
import { wipe } from './wipe.ts';

/** A whole emulator. Building is not listening: requests can be given to it without a socket. */
export interface Emulator {
  readonly config: EmulatorConfig;
  /** The live scale sets, for tests and tools that look behind the answers. */
  readonly fleet: Pick<Fleet, 'find' | 'measure'>;
  /** Answers one request; never rejects for what a client has sent. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** A client in this process: signed in as an application, or (null) not at all. */
  session(caller?: Asking | string | null): Session;
  readClock(): ClockReading;
  /** A token for an application; left out: for the first configured client, or any. */
  token(appId?: string): string;
  /** Requests that are being answered, for people: `GET /subscriptions…`. */
  unanswered(): readonly string[];
  /** Throws EMU_ADDRESS_IN_USE. */
  listen(): Promise<Listening>;
  /** Answers what is in flight, then lets go of sockets, time and store. Can be called again. */
  close(): Promise<void>;
}

export interface Listening {
  /** `https://localhost:PORT`, no trailing slash. */
  readonly url: string;
  readonly httpUrl: string;
  readonly port: number;
  readonly caFile: string;
  readonly caBundleFile: string;
}

/**
 * Builds an emulator and makes the scenario that its configuration names.
 *
 * @param given In place of what the configuration names.
 */
export async function createEmulator(
  config: EmulatorConfig,
  given: { readonly scenario?: Scenario; readonly lifecycle?: Lifecycle } = {},
): Promise<Emulator> {
  const choice = config.scenario ?? (config.demo ? 'demo' : null);
  // Read first: a mistake in it must not leave a store behind.
  const named = choice === null ? undefined : await loadScenario(choice);
  const emulator = new ComposedEmulator(config, given.scenario ?? named, given.lifecycle);
  try {
    await emulator.open();
    return emulator;
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

class ComposedEmulator implements Emulator {
  readonly config: EmulatorConfig;
  readonly #scenario: Scenario | undefined;
  readonly #turnstile = new Turnstile();
  readonly #unanswered = new Set<HttpRequest>();
  /** What the control API asks of us. */
  readonly #root: Root = {
    reset: (subscriptionId) =>
      subscriptionId === null
        ? this.#anew((store) => wipe(store, null), true)
        : this.#anew((store) => wipe(store, subscriptionId)),
    scenarios: createScenarios({
      apply: (scenario) => this.#makeScenario(scenario),
      create: (config, scenario) => {
        const { lifecycle } = scenario;
        return createEmulator(config, { scenario, ...(lifecycle && { lifecycle }) });
      },
    }),
    recording: createRecording({
      config: () => this.config,
      recorder: () => this.#recorder,
      record: (recorder) => {
        this.#recorder = recorder;
      },
      begin: async () => {
        await this.#anew((store) => wipe(store, null));
        return this.#recorderParts();
      },
    }),
    snapshots: createSnapshots({
      store: () => this.#rooms.store,
      now: () => this.#rooms.clock.now(),
      turn: () => this.#rooms.clock.turn(),
      still: (task) => this.#alone(task),
      anew: (task) => this.#anew(task),
      version: PACKAGE_VERSION,
    }),
  };
  #current: Rooms | undefined;
  #opening: Promise<Opened> | undefined;
  #listener: Opened | undefined;
  #closing: Promise<void> | undefined;
  #recorder: Recorder | undefined;
  readonly #lifecycle: Lifecycle | undefined;

  constructor(
    config: EmulatorConfig,
    scenario: Scenario | undefined,
    lifecycle: Lifecycle | undefined,
  ) {
    this.config = config;
    this.#lifecycle = lifecycle;
    this.#scenario = scenario;
  }

  async open(): Promise<void> {
    this.#current = await this.#compose();
    await this.#makeScenario();
  }

  get fleet(): Emulator['fleet'] {
    return this.#rooms.fleet;
  }

  get #rooms(): Rooms {
    invariant(this.#current !== undefined, 'an emulator is used when it is open');
    return this.#current;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    return this.#dispatch(request);
  }

  session(caller?: Asking | string | null): Session {
    return this.#sessionOf((request) => this.handle(request), caller);
  }

  token(appId = this.#usualCaller): string {
    return this.#tokenOf(appId);
  }

  #tokenOf(caller: Asking | string): string {
    const { identity } = this.#rooms;
    if (typeof caller === 'string') return identity.issueToken({ appId: caller });
    const { application: appId, tenant: tenantId, object: objectId } = caller;
    return identity.issueToken({ appId, tenantId, ...(objectId && { objectId }) });
  }

  get #usualCaller(): string {
    return this.config.clients[0]?.id ?? 'lazulite';
  }

  unanswered(): readonly string[] {
    return [...this.#unanswered].map(({ method, target }) => `${method} ${target}`);
  }

  readClock(): ClockReading {
    return this.#rooms.clock.read();
  }

  async listen(): Promise<Listening> {
    this.#opening ??= startListening(this.config, this.#dispatch, this.#rooms.log);
    try {
      this.#listener = await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
    return this.#listener.listening;
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      // A port that is just being opened, or could not be, must not keep the rooms open.
      const [opened] = await Promise.allSettled([this.#opening]);
      // Whoever waits or follows would otherwise be waited for.
      this.#current?.interrupt();
      if (opened.status === 'fulfilled') await opened.value?.close();
      await this.#current?.close();
    })();
    return this.#closing;
  }

  /** Without a promise where the rooms need none. */
  readonly #dispatch = (request: HttpRequest): Promise<HttpResponse> | HttpResponse => {
    if (request.target.startsWith(RECORDING_PATH)) return this.#rooms.handle(request);
    return this.#recorder === undefined ? this.#admit(request) : this.#recorder.take(request);
  };

  readonly #admit = (request: HttpRequest): Promise<HttpResponse> | HttpResponse => {
    // Who orders a reset is not waited for by it.
    const { target } = request;
    if (target.startsWith(RESET_PATH) || target.startsWith(SNAPSHOTS_PATH)) {
      return this.#rooms.handle(request);
    }
    return this.#turnstile.pass(() => this.#noted(request));
  };

  #noted(request: HttpRequest): Promise<HttpResponse> | HttpResponse {
    const answer = this.#rooms.handle(request);
    if (!(answer instanceof Promise)) return answer;
    this.#unanswered.add(request);
    return answer.finally(() => this.#unanswered.delete(request));
  }

  #compose(place?: Place): Promise<Rooms> {
    return composeRooms(this.config, this.#root, {
      ...(place && { place }),
      ...(this.#lifecycle && { ownLifecycle: this.#lifecycle }),
    });
  }

  /** As a start on a store that somebody has changed: nobody sees it half done. */
  #anew(change: (store: Store, wall: Instant) => Promise<void>, made?: true): Promise<void> {
    return this.#alone(async () => {
      const wall = this.#rooms.clock.wall();
      const place = await this.#rooms.park();
      try {
        await change(place.store, wall);
      } finally {
        this.#current = await this.#compose(place);
      }
      if (made === true) await this.#makeScenario();
    });
  }

  #recorderParts(): Omit<RecorderParts, 'head' | 'mode' | 'rate'> {
    const session = this.#sessionOf(async (request) => this.#admit(request));
    return {
      handle: this.#admit,
      callerOf: (request) => {
        const { identity } = this.#rooms;
        const found = identity.authenticate(request.headers['authorization'], originOf(request));
        if (!found.ok) return null;
        const { appId, tenantId, objectId } = found.caller;
        return { application: appId, tenant: tenantId, object: objectId };
      },
      usualCaller: { application: this.#usualCaller, tenant: this.config.tenantId },
      readClock: () => this.#rooms.clock.read(),
      wall: () => this.#rooms.clock.wall(),
      order: async (body) => {
        const { httpStatus } = await session.request('POST', '/_lazulite/clock', body);
        return httpStatus === 200;
      },
    };
  }

  #alone<T>(task: () => Promise<T>): Promise<T> {
    return this.#turnstile.alone(() => this.#rooms.interrupt(), task);
  }

  async #makeScenario(scenario = this.#scenario): Promise<void> {
    if (scenario === undefined) return;
    const { handle, withLifecycle } = this.#rooms;
    await applyScenario(scenario, {
      session: this.#sessionOf(async (request) => handle(request)),
      subscriptionId: this.config.subscriptions[0] ?? '',
      withLifecycle,
    });
  }

  #sessionOf(
    send: (request: HttpRequest) => Promise<HttpResponse>,
    caller?: Asking | string | null,
  ): Session {
    const port = this.#listener?.listening.port;
    return createSession({
      send,
      token: () =>
        Promise.resolve(caller === null ? null : this.#tokenOf(caller ?? this.#usualCaller)),
      host: port === undefined ? 'localhost' : `localhost:${port}`,
    });
  }
}
