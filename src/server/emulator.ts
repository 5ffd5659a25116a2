import type { HttpRequest, HttpResponse } from '../base/index.ts';
import type { ClockReading } from '../clock/index.ts';
import type { Fleet } from '../fleet/index.ts';
import { composeRooms, type Rooms } from './compose.ts';
import type { EmulatorConfig } from './config.ts';
import { type Opened, startListening } from './listening.ts';
import { applyScenario, loadScenario } from './scenario.ts';
import { createSession, type Session } from './session.ts';

/** A whole emulator. Building is not listening: requests can be given to it without a socket. */
export interface Emulator {
  readonly config: EmulatorConfig;
  /** The live scale sets, for tests and tools that look behind the answers. */
  readonly fleet: Pick<Fleet, 'find' | 'measure'>;
  /** Answers one request; never rejects for what a client has sent. */
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** A signed-in client in this process. */
  session(): Session;
  readClock(): ClockReading;
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

/** Builds an emulator and makes the scenario that its configuration names. */
export async function createEmulator(config: EmulatorConfig): Promise<Emulator> {
  const choice = config.scenario ?? (config.demo ? 'demo' : null);
  // Read first: a mistake in it must not leave a store behind.
  const scenario = choice === null ? undefined : await loadScenario(choice);
  const rooms = await composeRooms(config);
  const emulator = new ComposedEmulator(config, rooms);
  try {
    if (scenario !== undefined) {
      await applyScenario(scenario, {
        session: emulator.session(),
        subscriptionId: config.subscriptions[0] ?? '',
        withLifecycle: rooms.withLifecycle,
      });
    }
    return emulator;
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

class ComposedEmulator implements Emulator {
  readonly config: EmulatorConfig;
  readonly fleet: Emulator['fleet'];
  readonly #rooms: Rooms;
  #opening: Promise<Opened> | undefined;
  #listener: Opened | undefined;
  #closing: Promise<void> | undefined;

  constructor(config: EmulatorConfig, rooms: Rooms) {
    this.config = config;
    this.fleet = rooms.fleet;
    this.#rooms = rooms;
  }

  async handle(request: HttpRequest): Promise<HttpResponse> {
    return this.#rooms.handle(request);
  }

  session(): Session {
    const appId = this.config.clients[0]?.id ?? 'lazulite';
    const port = this.#listener?.listening.port;
    return createSession({
      send: (request) => this.handle(request),
      token: () => Promise.resolve(this.#rooms.identity.issueToken({ appId })),
      host: port === undefined ? 'localhost' : `localhost:${port}`,
    });
  }

  readClock(): ClockReading {
    return this.#rooms.clock.read();
  }

  async listen(): Promise<Listening> {
    this.#opening ??= startListening(this.config, this.#rooms.handle, this.#rooms.log);
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
      if (opened.status === 'fulfilled') await opened.value?.close();
      await this.#rooms.close();
    })();
    return this.#closing;
  }
}
