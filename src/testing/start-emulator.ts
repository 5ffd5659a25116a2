import { type HttpRequest, type HttpResponse, parseDuration, parseInstant } from '../base/index.ts';
import { type ControlClient, controlClientOver } from '../client/index.ts';
import {
  createEmulator,
  type Emulator,
  errorOf,
  type Listening,
  type OptionValues,
  parseConfig,
  scaleSetBody,
  type ScaleSetWish,
  type SessionAnswer,
} from '../server/index.ts';
import {
  createClientOptions,
  createCredential,
  type TestClientOptions,
  type TestCredential,
} from './client-options.ts';
import { faultsOf, requestsOf, type TestFaults, type TestRequests } from './controls.ts';
import { openIn } from './open-in-process.ts';
import { type Alive, leftSince, whatIsAlive } from './leaks.ts';
import { leaseSubscriptions, type SubscriptionLease, testSubscriptions } from './subscriptions.ts';

/** The options of `lazulite start`, and those of a test. Nothing is read from the environment. */
export interface StartOptions extends Omit<OptionValues, 'demo' | 'readyFile'> {
  /** Listens on a free port of loopback; otherwise requests only go in by `request` and `inject`. */
  readonly listen?: boolean;
  /** How many subscriptions there are beside the first, for suites that share one emulator. */
  readonly subscriptions?: number;
  /**
   * What `close` does when requests are still unanswered, subscriptions not given back, or timers and
   * sockets left in this process that were not there at the start: tell by throwing, or let them go.
   */
  readonly leaks?: 'fail' | 'ignore';
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
  /** Time, by the same control API that `lazulite clock` uses. */
  readonly clock: ControlClient['clock'];
  readonly faults: TestFaults;
  readonly requests: TestRequests;
  readonly throttling: ControlClient['throttling'];
  /** All of the control API: also events, snapshots, metrics, the fleet. */
  readonly control: ControlClient;
  /** For Azure's clients for JavaScript: `new ComputeManagementClient(credential, subscriptionId, clientOptions)`. */
  readonly credential: TestCredential;
  readonly clientOptions: TestClientOptions;
  /** Variables by which clients in other processes find it. Throws unless it listens. */
  environment(): Readonly<Record<string, string>>;
  /** A signed-in request with a JSON body; `target` is a path or one of the emulator's own links. */
  request(method: string, target: string, body?: unknown): Promise<SessionAnswer>;
  /** A request as it is, signed in or not. */
  inject(request: HttpRequest): Promise<HttpResponse>;
  /** A bearer token that is good here. */
  token(): string;
  /** Makes a set, and its resource group; settled, unless the clock runs by itself. Its resource id. */
  createScaleSet(wish?: ScaleSetWish): Promise<string>;
  /**
   * Moves a manual clock from one thing that is due to the next until `check` says something true, which
   * is returned. Throws when nothing is due any more, or after `within` (`2h`) of virtual time.
   */
  until<T>(
    check: () => Promise<T> | T,
    options?: { readonly within?: string },
  ): Promise<NonNullable<T>>;
  /** As after the start, or one subscription empty. */
  reset(subscriptionId?: string): Promise<void>;
  /** A subscription that nobody else has; given back, it is emptied. */
  leaseSubscription(): SubscriptionLease;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an emulator for a test: in memory, on a manual clock, and silent, unless told otherwise.
 *
 * ```ts
 * await using emulator = await startEmulator({ seed: 42 });
 * const set = await emulator.createScaleSet({ capacity: 5 });
 * await emulator.clock.advance('3m');
 * ```
 */
export async function startEmulator(options: StartOptions = {}): Promise<TestEmulator> {
  const { listen = false, subscriptions = 0, leaks = 'ignore', ...values } = options;
  const before = whatIsAlive();
  const config = parseConfig({
    store: 'memory',
    clock: 'manual',
    port: 0,
    logLevel: 'error',
    ...values,
    subscription: testSubscriptions(values.subscription, subscriptions),
  });
  const emulator = await createEmulator(config);
  try {
    return describe(emulator, listen ? await emulator.listen() : undefined, leaks, before);
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

const GROUP_VERSION = 'api-version=2022-09-01';
const SET_VERSION = 'api-version=2024-07-01';

function describe(
  emulator: Emulator,
  listening: Listening | undefined,
  leaks: 'fail' | 'ignore',
  before: Alive,
): TestEmulator {
  const { config } = emulator;
  const session = emulator.session();
  const control = controlClientOver((...request) => session.request(...request), openIn(emulator));
  const { clock } = control;
  const [subscriptionId = ''] = config.subscriptions;
  const inject = (request: HttpRequest): Promise<HttpResponse> => emulator.handle(request);
  const reset = async (of?: string): Promise<void> => {
    await control.reset(of);
  };
  const put = async (target: string, body: unknown): Promise<void> => {
    const answer = await session.request('PUT', target, body);
    if (answer.httpStatus >= 300) throw new Error(errorOf(answer).message);
  };
  const leases = leaseSubscriptions(config.subscriptions.slice(1), reset);
  const close = async (): Promise<void> => {
    const open = emulator.unanswered();
    await emulator.close();
    if (leaks === 'ignore') return;
    const problems = [
      ...open.map((request) => `unanswered: ${request}`),
      ...leases.taken().map((id) => `not given back: subscription ${id}`),
      ...(await leftSince(before)).map((what) => `left in this process: ${what}`),
    ];
    if (problems.length === 0) return;
    throw new Error(`The emulator was closed, and there was more:\n  ${problems.join('\n  ')}`);
  };
  return {
    url: listening?.url,
    httpUrl: listening?.httpUrl,
    caFile: listening?.caFile,
    subscriptionId,
    tenantId: config.tenantId,
    clock,
    faults: faultsOf(control),
    requests: requestsOf(control),
    throttling: control.throttling,
    control,
    credential: createCredential(() => emulator.token()),
    clientOptions: createClientOptions(listening?.url ?? 'https://localhost', inject),
    environment() {
      if (listening === undefined) throw new Error('Start with listen: true for other processes.');
      return {
        LAZULITE_URL: listening.url,
        AZURE_AUTHORITY_HOST: listening.url,
        AZURE_TENANT_ID: config.tenantId,
        AZURE_SUBSCRIPTION_ID: subscriptionId,
        AZURE_CLIENT_ID: config.clients[0]?.id ?? 'lazulite',
        AZURE_CLIENT_SECRET: config.clients[0]?.secret ?? 'any',
        NODE_EXTRA_CA_CERTS: listening.caFile,
        SSL_CERT_FILE: listening.caBundleFile,
        REQUESTS_CA_BUNDLE: listening.caBundleFile,
      };
    },
    request: (method, target, body) => session.request(method, target, body),
    inject,
    token: () => emulator.token(),
    async createScaleSet(wish = {}) {
      const { name = 'web', resourceGroup = 'demo', location = 'westeurope' } = wish;
      const group = `/subscriptions/${wish.subscriptionId ?? subscriptionId}/resourceGroups/${resourceGroup}`;
      const id = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
      await put(`${group}?${GROUP_VERSION}`, { location });
      await put(`${id}?${SET_VERSION}`, scaleSetBody(wish, group));
      if ((await clock.read()).mode === 'manual') await clock.runUntilIdle();
      return id;
    },
    async until(check, { within = '24h' } = {}) {
      const length = parseDuration(within);
      if (length === undefined) throw new Error(`"${within}" is not a length of time such as 2h.`);
      const end = (parseInstant((await clock.read()).now) ?? 0) + length;
      for (;;) {
        const found = await check();
        if (found !== undefined && found !== null && found !== false) return found;
        const { nextDue } = await clock.read();
        if (nextDue === null)
          throw new Error('Nothing is due any more, and it has not come about.');
        if ((parseInstant(nextDue) ?? 0) > end)
          throw new Error(`It has not come about within ${within}.`);
        await clock.advanceTo(nextDue);
      }
    },
    reset,
    leaseSubscription: () => leases.lease(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
