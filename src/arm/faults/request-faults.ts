import {
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
  type JsonObject,
} from '../../base/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { AnswerChange, Met, RequestFacts, Rule, RuleBook } from '../../faults/index.ts';
import { BoundedMemo } from '../bounded-memo.ts';
import { gatewayJson, providerJson } from '../json.ts';
import type { ArmReply } from '../types.ts';

export interface RequestFaultsOptions {
  readonly book: RuleBook;
  readonly clock: Clock;
  /** Resolves when it is durable how often the rule was met. */
  readonly keep: (rule: Rule) => Promise<void>;
}

/** How the front door does things for a request under a fault. */
export interface Served {
  /** As if there were no rule. */
  readonly serve: () => Promise<HttpResponse>;
  readonly reply: (reply: ArmReply) => HttpResponse;
  readonly refuse: (refusal: NonNullable<Met['effect']['refusal']>) => Promise<HttpResponse>;
}

/** Old answers of reads. */
const ANSWERS_KEPT_MAX = 1_000;
/** Stands in for an answer that nobody gets. */
const NO_ANSWER: HttpResponse = { httpStatus: 500, headers: [], body: null, cut: 'before' };

/** What rules do to requests and their answers. Nothing here when there is no rule. */
export class RequestFaults {
  readonly #options: RequestFaultsOptions;
  readonly #old = new BoundedMemo<HttpResponse>(ANSWERS_KEPT_MAX);

  constructor(options: RequestFaultsOptions) {
    this.#options = options;
  }

  get isQuiet(): boolean {
    return this.#options.book.isQuiet;
  }

  meet(facts: RequestFacts): Met | undefined {
    return this.#options.book.meet(facts, this.#options.clock.now());
  }

  async answer(met: Met, request: HttpRequest, served: Served): Promise<HttpResponse> {
    return { ...(await this.#answer(met, request, served)), fault: met.rule.id };
  }

  async #answer(
    { rule, effect, isCounted }: Met,
    request: HttpRequest,
    served: Served,
  ): Promise<HttpResponse> {
    const { book, clock, keep } = this.#options;
    // What a client has seen stays counted, whatever happens to this process.
    if (isCounted) await keep(rule);
    const start = clock.now() + effect.delay;
    // A pause also ends when the clock is moved, perhaps not so far.
    const { generation } = book;
    while (clock.now() < start && book.generation === generation) {
      await new Promise<void>((resolve) => {
        const stop = book.onLetGo(resolve);
        void clock.pause(start).then(() => {
          stop();
          resolve();
        });
      });
    }
    if (effect.hangs) await book.untilGone(rule.id);
    if (effect.cut === 'before') return NO_ANSWER;
    if (effect.refusal !== null) return await served.refuse(effect.refusal);
    if (effect.answer !== null) {
      const { status, body, headers = {} } = effect.answer;
      return served.reply({
        httpStatus: status,
        speaker: 'gateway',
        headers: Object.entries(headers).flat(),
        ...(body === undefined ? {} : { body: bodyOf(body) }),
      });
    }
    let response = await served.serve();
    if (effect.isStale) response = this.#stale(rule, request, response);
    if (effect.change !== null) response = changed(response, effect.change);
    if (effect.cut === 'after') return { ...response, cut: 'before' };
    return effect.cut === 'middle' ? { ...response, cut: 'middle' } : response;
  }

  /** The first answer since the rule came, with headers of now. */
  #stale(rule: Rule, { target }: HttpRequest, response: HttpResponse): HttpResponse {
    const key = `${rule.number} ${target}`;
    const old = this.#old.get(key);
    if (old === undefined) {
      this.#old.set(key, response);
      return response;
    }
    return { ...response, httpStatus: old.httpStatus, body: old.body };
  }
}

function bodyOf(body: unknown): NonNullable<ArmReply['body']> {
  return typeof body === 'string' ? { bytes: new TextEncoder().encode(body) } : { json: body };
}

function changed(response: HttpResponse, change: AnswerChange): HttpResponse {
  const { status, headers = {}, removeHeaders = [], body } = change;
  const gone = new Set(
    [...removeHeaders, ...Object.keys(headers)].map((name) => name.toLowerCase()),
  );
  const kept: string[] = [];
  for (let at = 0; at < response.headers.length; at += 2) {
    const [name = '', value = ''] = response.headers.slice(at, at + 2);
    if (!gone.has(name.toLowerCase())) kept.push(name, value);
  }
  return {
    ...response,
    httpStatus: status ?? response.httpStatus,
    headers: [...kept, ...Object.entries(headers).flat()],
    body: body === undefined ? response.body : mergedBody(response.body, body),
  };
}

/** In the form that the body had: indented by the provider, compact by the front door. */
function mergedBody(bytes: Uint8Array | null, patch: JsonObject): Uint8Array {
  const text = bytes === null ? '{}' : new TextDecoder().decode(bytes);
  const isIndented = text.startsWith('{\r\n');
  const value: unknown = text === '' ? {} : JSON.parse(text);
  const merged = merge(isJsonObject(value) ? value : {}, patch);
  return isIndented ? providerJson(merged) : gatewayJson(merged);
}

/** RFC 7396: null takes a member away. */
function merge(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, JsonObject[string]> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    const before = merged[name];
    if (value === null) delete merged[name];
    else if (isJsonObject(value)) merged[name] = merge(isJsonObject(before) ? before : {}, value);
    else merged[name] = value;
  }
  return merged;
}
