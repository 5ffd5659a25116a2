import { type HttpRequest, type HttpResponse, parseDuration } from '../../base/index.ts';
import { requestsOperations } from '../openapi/requests.ts';
import { readJsonObject } from '../read-body.ts';
import { jsonReply } from '../reply.ts';
import type { ControlRoute, ControlServices } from '../types.ts';
import { judge, type Verdict } from './assertions.ts';
import { harOf } from './har.ts';
import { bad, createMatcher, MATCH_PARTS, matchOfQuery, readMatch } from './match-request.ts';
import type { LoggedRequest } from './request-log.ts';
import { type RequestView, viewOf } from './request-view.ts';

const PATH = '/_lazulite/requests';
const LIMIT_MAX = 1_000;
const LIMIT_DEFAULT = 100;
/** Nobody keeps a connection open for longer without a word. */
const WAIT_MAX_MS = 60_000;
const PARAMETERS = [...MATCH_PARTS, 'after', 'limit', 'bodies', 'wait', 'count'];

/** What `GET /_lazulite/requests` answers. */
export interface RequestsView {
  readonly requests: readonly RequestView[];
  /** Pass it as `after` to go on. */
  readonly next: number;
  /** Whether so many as were waited for have come; true when nobody waits. */
  readonly complete: boolean;
}

/** What `POST /_lazulite/requests/assert` answers. */
export interface AssertionsView {
  readonly passed: boolean;
  /** One for each assertion. */
  readonly results: readonly Verdict[];
}

/** The requests that came, what became of them, and whether they were as expected. */
export const requestsRoute: ControlRoute = {
  path: PATH,
  isPrefix: true,
  operations: requestsOperations,
  open: false,
  async handle(request, services) {
    const [path = ''] = request.target.split('?', 1);
    const part = path.slice(PATH.length + 1);
    if (request.method === 'DELETE' && part === '') {
      services.requests.log.clear();
      return jsonReply(200, { requests: [], next: services.requests.log.sequence, complete: true });
    }
    if (request.method === 'POST' && part === 'assert') return assertion(request, services);
    if (request.method === 'GET' && part === 'har') {
      const { entries } = select(request, services);
      return jsonReply(200, harOf(entries, services.version));
    }
    if (request.method === 'GET' && part === '') return await list(request, services);
    throw bad(`There is GET and DELETE ${PATH}, GET ${PATH}/har and POST ${PATH}/assert.`);
  },
};

async function list(request: HttpRequest, services: ControlServices): Promise<HttpResponse> {
  const { query, after, matcher, limit } = readQuery(request, services);
  const { log, operationOf } = services.requests;
  const wait = readWait(query);
  const count = readNumber(query, 'count', 1, 1, limit);
  const enough = (): boolean => take(log.after(after), matcher, limit).length >= count;
  const isComplete = wait === undefined || (await waitUntil(enough, wait, services));
  const entries = take(log.after(after), matcher, limit);
  const isFull = entries.length === limit;
  const withBodies = query.get('bodies') === 'true';
  const view: RequestsView = {
    requests: entries.map((entry) => viewOf(entry, operationOf, withBodies)),
    next: isFull ? (entries.at(-1)?.sequence ?? after) : log.sequence,
    complete: isComplete,
  };
  return jsonReply(200, view);
}

function select(request: HttpRequest, services: ControlServices): { entries: LoggedRequest[] } {
  const { after, matcher, limit, query } = readQuery(request, services);
  const most = query.has('limit') ? limit : Number.MAX_SAFE_INTEGER;
  return { entries: take(services.requests.log.after(after), matcher, most) };
}

function assertion({ body }: HttpRequest, { requests }: ControlServices): HttpResponse {
  const order = readJsonObject(body, 'Send {"assertions":[{"match":{…},"atMost":3}]}.');
  const { assertions, ...rest } = order;
  if (!Array.isArray(assertions) || assertions.length === 0 || Object.keys(rest).length > 0) {
    throw bad('Send {"assertions":[{"match":{…},"atMost":3}]}.');
  }
  const results = assertions.map((each) => judge(each, requests.log, requests.operationOf));
  const view: AssertionsView = { passed: results.every(({ passed }) => passed), results };
  return jsonReply(200, view);
}

/** False when the time was up, or the emulator ends. */
async function waitUntil(
  isDone: () => boolean,
  milliseconds: number,
  { requests }: ControlServices,
): Promise<boolean> {
  if (isDone()) return true;
  const called = new AbortController();
  const stop = requests.log.listen(() => {
    if (isDone()) called.abort();
  });
  try {
    await requests.pause(milliseconds, called.signal);
  } finally {
    stop();
  }
  return isDone();
}

function readQuery({ target }: HttpRequest, { requests }: ControlServices) {
  const [, text = ''] = target.split('?', 2);
  const query = new URLSearchParams(text);
  const odd = [...query.keys()].find((name) => !PARAMETERS.includes(name));
  if (odd !== undefined) throw bad(`"${odd}" is not known. There is ${PARAMETERS.join(', ')}.`);
  return {
    query,
    matcher: createMatcher(readMatch(matchOfQuery(query)), requests.operationOf),
    after: readNumber(query, 'after', 0, 0, Number.MAX_SAFE_INTEGER),
    limit: readNumber(query, 'limit', LIMIT_DEFAULT, 1, LIMIT_MAX),
  };
}

function readWait(query: URLSearchParams): number | undefined {
  const text = query.get('wait');
  if (text === null) return undefined;
  const milliseconds = (parseDuration(text) ?? -1) / 1_000;
  if (milliseconds < 0 || milliseconds > WAIT_MAX_MS) {
    throw bad(`wait must be a length of the machine's time up to 60s, not "${text}".`);
  }
  return milliseconds;
}

function readNumber(
  query: URLSearchParams,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw bad(`${name} must be a whole number from ${min} to ${max}, not "${text}".`);
}

function take(
  entries: Iterable<LoggedRequest>,
  matcher: (entry: LoggedRequest) => boolean,
  limit: number,
): LoggedRequest[] {
  const found: LoggedRequest[] = [];
  for (const entry of entries) {
    if (found.length === limit) break;
    if (matcher(entry)) found.push(entry);
  }
  return found;
}
