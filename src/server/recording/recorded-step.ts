import type { HttpRequest, HttpResponse, JsonObject, JsonValue } from '../../base/index.ts';
import { isJsonObject } from '../../base/index.ts';
import { replaceSecrets } from '../../control/index.ts';
import { objectIdOf, originOf } from '../../identity/index.ts';
import { LenientJsonError, parseLenientJson } from '../../providers/index.ts';
import { digestOf } from '../scenarios/digest.ts';
import type { Asking } from '../scenarios/asking.ts';
import { type Expectation, type Step, withNames } from '../scenarios/step.ts';
import type { StandIns } from './stand-ins.ts';

/** Headers that say something about what is asked, or come back in an answer. */
const HEADERS = [
  'if-match',
  'if-none-match',
  'x-ms-client-request-id',
  'x-ms-correlation-request-id',
  'x-ms-return-client-request-id',
];
/** Answers with what nobody can foresee: keys, and addresses that are signed with one. */
const UNFORESEEN =
  /\/(?:listkeys|regeneratekey|generatekeypair|retrievebootdiagnosticsdata)(?:\?|$)/i;
/** A larger body is known by its digest alone. */
const SHOWN_BYTES_MAX = 16_384;
/** A text that a scenario would take for a pattern. */
const LIKE_A_PATTERN = /"\/(?!subscriptions\/)(?:[^"\\]|\\.)*\/"/;

/** Their bodies are read leniently: az sends comments, and names without quotes. */
const DEPLOYMENT = /\/Microsoft\.Resources\/deployments\//i;
/** In a text that cannot be read a secret cannot be told from the rest. */
const MAY_TELL = /password|secret|token|key|sas|data|protected|connectionstring/i;
const UNREADABLE = '{ this was no JSON';
const NOTHING = new Uint8Array();
/** Refusals that say what was wrong with a token that nobody can make again. */
const OF_ITS_TOKEN =
  /"(?:ExpiredAuthenticationToken|InvalidAuthenticationToken(?:Audience|Tenant))"/;

export interface Witnessed {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** Null for nobody. */
  readonly caller: Asking | null;
  /** Who a scenario's requests come from where it does not say. */
  readonly usualCaller: Asking;
}

/** One request with its answer, as a step of a scenario. */
export function recordedStep(witnessed: Witnessed, standIns: StandIns): Step {
  const { request, response, caller, usualCaller } = witnessed;
  const isControl = request.target.startsWith('/_lazulite');
  const body = bodyOf(request, standIns);
  const moved =
    isControl && response.httpStatus === 200 ? clockStep(request, body.body) : undefined;
  if (moved !== undefined) return moved;
  const headers = headersOf(request, caller);
  const origin = originOf(request);
  betrayTemplate(witnessed, body.body, standIns);
  const isForeseen = !isControl && body.text !== UNREADABLE && !isUnforeseen(witnessed);
  const step: Step = {
    request: {
      method: request.method,
      target: request.target,
      ...asOf(caller, usualCaller),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...body,
      expect: {
        status: response.httpStatus,
        ...(isForeseen ? answerOf(response, origin, standIns) : {}),
      },
    },
  };
  return withNames(step, origin);
}

/** As little as says who it is. */
function asOf(caller: Asking | null, usual: Asking): { readonly as?: Asking | string | null } {
  if (caller === null) return { as: null };
  const { application, tenant, object } = caller;
  if (tenant !== usual.tenant || object !== objectOf(caller)) return { as: caller };
  return application === usual.application ? {} : { as: application };
}

function objectOf({ application, tenant }: Asking): string {
  return objectIdOf(tenant, application);
}

function headersOf(request: HttpRequest, caller: Asking | null): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of HEADERS) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }
  const { authorization } = request.headers;
  if (caller === null && authorization !== undefined) {
    headers['authorization'] = /^bearer +\S+$/i.test(authorization)
      ? 'Bearer recorded'
      : 'recorded';
  }
  return headers;
}

function bodyOf(
  { body, target }: HttpRequest,
  standIns: StandIns,
): { readonly body?: JsonValue; readonly text?: string } {
  if (body.byteLength === 0) return {};
  const text = decode(body);
  if (text === undefined) return { text: UNREADABLE };
  const value = parseEither(text, DEPLOYMENT.test(target));
  if (value === undefined) return { text: MAY_TELL.test(text) ? UNREADABLE : text };
  const shown = replaceSecrets(value, standIns.of);
  const isBare = JSON.stringify(shown) === JSON.stringify(value);
  return isBare && !isFaithful(value, text) ? { text } : { body: shown };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Whether nothing but blanks is lost when it is written anew: members that are there twice, digits. */
function isFaithful(value: JsonValue, text: string): boolean {
  const dense = text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, literal?: string) => literal ?? '');
  return dense === JSON.stringify(value);
}

/** The hash of a template with a secret in it is another one without. */
function betrayTemplate(
  { request, response }: Witnessed,
  body: JsonValue | undefined,
  standIns: StandIns,
): void {
  if (!DEPLOYMENT.test(request.target) || body === undefined) return;
  const [, hash] = /"templateHash":\s*"(\d+)"/.exec(decode(response.body ?? NOTHING) ?? '') ?? [];
  if (hash === undefined) return;
  const sent = parseEither(decode(request.body) ?? '', true);
  if (JSON.stringify(templateOf(sent)) !== JSON.stringify(templateOf(body))) standIns.betray(hash);
}

function templateOf(body: JsonValue | undefined): JsonValue | undefined {
  const properties = isJsonObject(body) ? body['properties'] : undefined;
  return isJsonObject(properties) ? properties['template'] : undefined;
}

/** What keys or the machine's time have a part in. */
function isUnforeseen({ request, response, caller }: Witnessed): boolean {
  if (UNFORESEEN.test(request.target)) return true;
  return caller === null && OF_ITS_TOKEN.test(new TextDecoder().decode(response.body ?? undefined));
}

/** An answer in which a secret stands is not to be known by its digest either. */
function answerOf(response: HttpResponse, origin: string, standIns: StandIns): Expectation {
  const bytes = response.body ?? NOTHING;
  if (standIns.isIn(new TextDecoder().decode(bytes))) return {};
  return { digest: digestOf(bytes, origin), ...shownAnswer(response) };
}

/** Orders to the clock have steps of their own. */
function clockStep({ target, method }: HttpRequest, body: JsonValue | undefined): Step | undefined {
  if (!/^\/_lazulite\/clock(?:\?|$)/.test(target) || method === 'GET') return undefined;
  const { advanceBy, advanceTo, runUntilIdle } = isJsonObject(body) ? body : ({} as JsonObject);
  if (typeof advanceBy === 'string') return { advance: advanceBy };
  if (typeof advanceTo === 'string') return { advanceTo };
  return runUntilIdle === true ? { idle: true } : undefined;
}

/** For people, who want to see what is different. */
function shownAnswer({ body }: HttpResponse): { readonly body?: JsonValue } {
  if (body === null || body.byteLength === 0 || body.byteLength > SHOWN_BYTES_MAX) return {};
  const text = new TextDecoder().decode(body);
  const value = LIKE_A_PATTERN.test(text) ? undefined : parse(text);
  return value === undefined ? {} : { body: value };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function parseEither(text: string, isLenient: boolean): JsonValue | undefined {
  return parse(text) ?? (isLenient ? parseLeniently(text) : undefined);
}

function parseLeniently(text: string): JsonValue | undefined {
  try {
    return parseLenientJson(text);
  } catch (error) {
    if (error instanceof LenientJsonError) return undefined;
    throw error;
  }
}
