import { type HttpRequest, type HttpResponse, type JsonObject } from '../base/index.ts';
import type { ClockView } from '../control/index.ts';
import {
  createEmulator,
  type Emulator,
  errorOf,
  type Listening,
  type OptionValues,
  parseConfig,
  type Session,
  type SessionAnswer,
} from '../server/index.ts';

/** The options of `lazulite start`, and whether to listen. Nothing is read from the environment. */
export interface StartOptions extends Omit<OptionValues, 'demo' | 'readyFile'> {
  /** Listens on a free port of loopback; otherwise requests only go in by `request` and `inject`. */
  readonly listen?: boolean;
}

/** An emulator in this process, for other people's tests. */
export interface TestEmulator {
  /** `https://localhost:PORT`; undefined unless it listens. */
  readonly url: string | undefined;
  readonly httpUrl: string | undefined;
  /** Of the CA that made its certificate; undefined unless it listens. */
  readonly caFile: string | undefined;
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly clock: TestClock;
  /** A signed-in request with a JSON body; `target` is a path or one of the emulator's own links. */
  request(method: string, target: string, body?: unknown): Promise<SessionAnswer>;
  /** A request as it is, signed in or not. */
  inject(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Time, by the same control API that `lazulite clock` uses. */
export interface TestClock {
  read(): Promise<ClockView>;
  /** `90s`, `3m`, `PT3M`. */
  advance(duration: string): Promise<ClockView>;
  /** `2026-01-01T00:03:00Z`. */
  advanceTo(instant: string): Promise<ClockView>;
  runUntilIdle(): Promise<ClockView>;
  setMode(mode: string): Promise<ClockView>;
}

/**
 * Starts an emulator for a test: in memory, on a manual clock, and silent, unless told otherwise.
 *
 * ```ts
 * await using emulator = await startEmulator({ seed: 42 });
 * const group = `/subscriptions/${emulator.subscriptionId}/resourceGroups/demo?api-version=2022-09-01`;
 * await emulator.request('PUT', group, { location: 'westeurope' });
 * await emulator.clock.advance('3m');
 * ```
 */
export async function startEmulator(options: StartOptions = {}): Promise<TestEmulator> {
  const { listen = false, ...values } = options;
  const config = parseConfig({
    store: 'memory',
    clock: 'manual',
    port: 0,
    logLevel: 'error',
    ...values,
  });
  const emulator = await createEmulator(config);
  try {
    return describe(emulator, listen ? await emulator.listen() : undefined);
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

function describe(emulator: Emulator, listening: Listening | undefined): TestEmulator {
  const { config } = emulator;
  const session = emulator.session();
  return {
    url: listening?.url,
    httpUrl: listening?.httpUrl,
    caFile: listening?.caFile,
    subscriptionId: config.subscriptions[0] ?? '',
    tenantId: config.tenantId,
    clock: clockOf(session),
    request: (method, target, body) => session.request(method, target, body),
    inject: (request) => emulator.handle(request),
    close: () => emulator.close(),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
}

function clockOf(session: Session): TestClock {
  const order = async (body?: JsonObject): Promise<ClockView> => {
    const method = body === undefined ? 'GET' : 'POST';
    const answer = await session.request(method, '/_lazulite/clock', body);
    if (answer.httpStatus === 200) return answer.json as unknown as ClockView;
    throw new Error(errorOf(answer).message);
  };
  return {
    read: () => order(),
    advance: (duration) => order({ advanceBy: duration }),
    advanceTo: (instant) => order({ advanceTo: instant }),
    runUntilIdle: () => order({ runUntilIdle: true }),
    setMode: (mode) => order({ mode }),
  };
}
