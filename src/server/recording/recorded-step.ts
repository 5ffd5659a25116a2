import type { HttpRequest, HttpResponse, JsonObject, JsonValue } from '../../base/index.ts';
import { isJsonObject } from '../../base/index.ts';
import { replaceSecrets } from '../../control/index.ts';
import { originOf } from '../../identity/index.ts';
import { LenientJsonError, parseLenientJson } from '../../providers/index.ts';
import { digestOf } from '../scenarios/digest.ts';
import { type Step, withNames } from '../scenarios/step.ts';

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

export interface Witnessed {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** Application id; null for nobody. */
  readonly caller: string | null;
  /** Who a scenario's requests come from where it does not say. */
  readonly usualCaller: string;
}

/** Stands in for secrets: another value for each, and one that is as good. */
export class StandIns {
  readonly #numbers = new Map<string, number>();

  readonly of = (name: string, value: JsonValue): JsonValue => {
    const key = JSON.stringify(value);
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, number);
    if (typeof value !== 'string') return { recorded: number };
    if (/data$/i.test(name)) return Buffer.from(`recorded ${number}`).toString('base64');
    return /^https?:/i.test(value)
      ? `https://recorded.invalid/${number}`
      : `Recorded-${number}-secret`;
  };
}

/** One request with its answer, as a step of a scenario. */
export function recordedStep(witnessed: Witnessed, standIns: StandIns): Step {
  const { request, response, caller, usualCaller } = witnessed;
  const isControl = request.target.startsWith('/_lazulite');
  const body = bodyOf(request, standIns);
  const moved =
    isControl && response.httpStatus === 200 ? clockStep(request, body.body) : undefined;
  if (moved !== undefined) return moved;
  const headers = Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = request.headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const origin = originOf(request);
  const step: Step = {
    request: {
      method: request.method,
      target: request.target,
      ...(caller === usualCaller ? {} : { as: caller }),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...body,
      expect: {
        status: response.httpStatus,
        ...(isControl || body.text === UNREADABLE || UNFORESEEN.test(request.target)
          ? {}
          : {
              digest: digestOf(response.body ?? new Uint8Array(), origin),
              ...shownAnswer(response),
            }),
      },
    },
  };
  return withNames(step, origin);
}

function bodyOf(
  { body, target }: HttpRequest,
  standIns: StandIns,
): { readonly body?: JsonValue; readonly text?: string } {
  if (body.byteLength === 0) return {};
  const text = new TextDecoder().decode(body);
  const value = parse(text) ?? (DEPLOYMENT.test(target) ? parseLeniently(text) : undefined);
  if (value === undefined) return { text: MAY_TELL.test(text) ? UNREADABLE : text };
  return { body: replaceSecrets(value, standIns.of) };
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

function parseLeniently(text: string): JsonValue | undefined {
  try {
    return parseLenientJson(text);
  } catch (error) {
    if (error instanceof LenientJsonError) return undefined;
    throw error;
  }
}
