import path from 'node:path';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';
import { type ControlClient, type ControlOpen, controlClientOver } from '../client/index.ts';
import {
  createSession,
  errorOf,
  parseConfig,
  readAnswer,
  type ReadyInformation,
  readReadyFile,
  readyFileIn,
  type Session,
  type SessionAnswer,
  textAt,
} from '../server/index.ts';
import { createOpen, createTransport, whole } from './transport.ts';

/** What the commands that talk to a running emulator take. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly data?: string;
  readonly client?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the emulator is and who we are to it. */
export interface Place extends Omit<ReadyInformation, 'pid'> {
  readonly client: { readonly id: string; readonly secret: string };
}

export interface Connection {
  readonly place: Place;
  readonly session: Session;
  /** What it refuses is an EmulatorError, as everything that a command says. */
  readonly control: ControlClient;
  token(): Promise<string>;
}

/** Anybody may sign in unless clients are configured, so any id and secret will do. */
const ANY_CLIENT = { id: 'lazulite-cli', secret: 'any' };

/** `--url`, then LAZULITE_URL, then the emulator that runs on the data folder. */
export function findEmulator(options: ConnectionOptions, environment: Environment): Place {
  const { dataFolder, clients, tenantId, subscriptions } = parseConfig(
    { data: options.data, client: options.client === undefined ? undefined : [options.client] },
    pick(environment, [
      'LAZULITE_CLIENT',
      'LAZULITE_DATA',
      'LAZULITE_TENANT',
      'LAZULITE_SUBSCRIPTION',
      'XDG_DATA_HOME',
    ]),
  );
  const client = clients[0] ?? ANY_CLIENT;
  const ready = readReadyFile(readyFileIn(dataFolder));
  const given = options.url ?? (environment['LAZULITE_URL'] || undefined);
  const url = given === undefined ? undefined : readUrl(given);
  if (ready !== undefined && (url === undefined || url === ready.url || url === ready.httpUrl)) {
    return { ...ready, url: url ?? ready.url, client };
  }
  if (url === undefined) {
    throw new EmulatorError(
      'EMU_NO_EMULATOR',
      `No emulator is running on ${dataFolder}. Start one with \`lazulite start\`, or say where it is with --url URL.`,
    );
  }
  return {
    url,
    httpUrl: url.replace(/^https:/, 'http:'),
    caFile: path.join(dataFolder, 'ca.pem'),
    caBundleFile: path.join(dataFolder, 'ca-bundle.pem'),
    tenantId,
    subscriptionId: subscriptions[0] ?? '',
    client,
  };
}

export function connect(options: ConnectionOptions, environment: Environment): Connection {
  const place = findEmulator(options, environment);
  const send = createTransport(place.url, place.caFile);
  const { host } = new URL(place.url);
  const token = async (): Promise<string> => {
    const body = new TextEncoder().encode(
      new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: place.client.id,
        client_secret: place.client.secret,
        scope: 'https://management.azure.com/.default',
      }).toString(),
    );
    const headers = {
      host,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body.length),
    };
    const target = `/${place.tenantId}/oauth2/v2.0/token`;
    const answer = readAnswer(await send({ method: 'POST', target, headers, body, secure: true }));
    const accessToken = textAt(answer.json, 'access_token');
    if (accessToken === undefined) throw notSignedIn(place, answer);
    return accessToken;
  };
  const session = createSession({ send, token, host });
  const open: ControlOpen = async (target, more, signal) => {
    const headers = { host, authorization: `Bearer ${await token()}`, ...more };
    const opened = await createOpen(place.url, place.caFile)(
      { method: 'GET', target, headers, body: new Uint8Array(), secure: true },
      signal,
    );
    if (opened.httpStatus !== 200) expectOk(readAnswer(await whole(opened)), 'The control API');
    return opened;
  };
  const control = controlClientOver(async (method, target, body) => {
    const answer = await session.request(method, target, body);
    expectOk(answer, 'The control API');
    return answer;
  }, open);
  return {
    place,
    token,
    session,
    control,
  };
}

/** The answer's body when it is a success; otherwise what it says went wrong. */
export function expectOk(answer: SessionAnswer, what: string): SessionAnswer['json'] {
  if (answer.httpStatus >= 200 && answer.httpStatus < 300) return answer.json;
  const { code, message } = errorOf(answer);
  if (code.startsWith('EMU_')) throw new EmulatorError(code as EmulatorErrorCode, message);
  throw new EmulatorError(
    answer.httpStatus === 404 ? 'EMU_NOT_FOUND' : 'EMU_BAD_REQUEST',
    `${what}: ${code}: ${message}`,
  );
}

function notSignedIn(place: Place, answer: SessionAnswer): EmulatorError {
  const described = textAt(answer.json, 'error_description') ?? `HTTP ${answer.httpStatus}`;
  return new EmulatorError(
    'EMU_BAD_REQUEST',
    `Client ${place.client.id} cannot sign in at ${place.url}: ${described.split(/\r?\n/)[0]} Name a client that it knows with --client ID=SECRET.`,
  );
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new EmulatorError(
      'EMU_BAD_OPTION',
      `--url must look like https://localhost:8677, not "${text}".`,
    );
  }
  return url.origin;
}

function pick(environment: Environment, names: readonly string[]): Environment {
  return Object.fromEntries(names.map((name) => [name, environment[name]]));
}
