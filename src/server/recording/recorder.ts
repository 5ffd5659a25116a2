import {
  formatInstant,
  type HttpRequest,
  type HttpResponse,
  type Instant,
  type JsonObject,
} from '../../base/index.ts';
import type { ClockMode, ClockReading } from '../../clock/index.ts';
import { type RecordingFacts, RESET_PATH, SNAPSHOTS_PATH } from '../../control/index.ts';
import type { Step } from '../scenarios/step.ts';
import type { Asking } from '../scenarios/asking.ts';
import { recordedStep } from './recorded-step.ts';
import { StandIns } from './stand-ins.ts';

export interface RecorderParts {
  /** What a scenario says before its timeline. */
  readonly head: JsonObject;
  /** How time ran before, and how it seems to run meanwhile. */
  readonly mode: ClockMode;
  /** Times the machine's time; 0 for a clock that is moved by hand. */
  readonly rate: number;
  /** Carries a request out, as if nothing were recorded. */
  readonly handle: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;
  readonly callerOf: (request: HttpRequest) => Asking | null;
  readonly usualCaller: Asking;
  readonly readClock: () => ClockReading;
  /** An order to the clock; false when it was refused. */
  readonly order: (body: JsonObject) => Promise<boolean>;
  /** The machine's time. */
  readonly wall: () => Instant;
}

const STEPS_MAX = 10_000;
const BYTES_MAX = 32 * 1_024 * 1_024;
const METHODS = new Set(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'OPTIONS']);
/** Instants are microseconds; time is moved by whole milliseconds. */
const MILLISECOND = 1_000;

/**
 * Takes down every request to ARM, and every order to the control API, with its answer. Requests are
 * carried out one after the other, and time stands still but between them: it is moved on, by as much as
 * the clock would have, before each. So what comes of them depends on nothing that is not taken down.
 */
export class Recorder {
  readonly #parts: RecorderParts;
  readonly #standIns = new StandIns();
  readonly #steps: Step[] = [];
  readonly #since: Instant;
  #bytes = 0;
  #isFull = false;
  #isOver = false;
  #anchor: Instant = 0;
  #wallAnchor: Instant = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** The clock stands still when it begins. */
  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#since = parts.readClock().now;
    this.#beginHere();
  }

  facts(): RecordingFacts {
    return { since: this.#since, steps: this.#steps.length, isFull: this.#isFull };
  }

  /** The scenario so far; nothing more is taken down. */
  end(): { readonly scenario: JsonObject; readonly mode: ClockMode } {
    this.#isOver = true;
    const timeline = this.#steps as unknown as JsonObject[];
    return { scenario: { ...this.#parts.head, timeline }, mode: this.#parts.mode };
  }

  take(request: HttpRequest): Promise<HttpResponse> | HttpResponse {
    if (!isTakenDown(request)) return this.#parts.handle(request);
    const answer = this.#last.then(() => this.#takeNext(request));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #takeNext(request: HttpRequest): Promise<HttpResponse> {
    const { handle, callerOf, usualCaller, order } = this.#parts;
    await this.#moveTime();
    const caller = callerOf(request);
    const response = await handle(request);
    if (this.#isOver || hasNoEffect(request, response)) return response;
    this.#note(recordedStep({ request, response, caller, usualCaller }, this.#standIns));
    const { target } = request;
    if (target.startsWith(RESET_PATH) || target.startsWith(SNAPSHOTS_PATH)) {
      await order({ freeze: true });
      this.#beginHere();
    } else if (target.startsWith('/_lazulite/clock')) this.#anchorHere();
    return response;
  }

  async #moveTime(): Promise<void> {
    const { mode, rate, wall, order, readClock } = this.#parts;
    if (this.#isOver) return;
    if (mode.kind === 'instant') {
      if (await order({ runUntilIdle: true })) this.#note({ idle: true });
      return;
    }
    if (rate === 0) return;
    const passed = (wall() - this.#wallAnchor) * rate;
    const to = Math.floor((this.#anchor + passed) / MILLISECOND) * MILLISECOND;
    if (to <= readClock().now) return;
    const advanceTo = formatInstant(to);
    if (await order({ advanceTo })) this.#note({ advanceTo });
  }

  /** A scenario begins at another time, and so does what a reset leaves. */
  #beginHere(): void {
    this.#anchorHere();
    this.#note({ advanceTo: formatInstant(this.#anchor) });
  }

  #anchorHere(): void {
    this.#anchor = this.#parts.readClock().now;
    this.#wallAnchor = this.#parts.wall();
  }

  #note(step: Step): void {
    if (this.#isOver || this.#isFull) return;
    const last = this.#steps.at(-1);
    if (step.idle === true && last?.idle === true) return;
    if (step.advanceTo !== undefined && last?.advanceTo !== undefined) this.#steps.pop();
    this.#bytes += JSON.stringify(step).length;
    this.#isFull = this.#steps.length >= STEPS_MAX || this.#bytes > BYTES_MAX;
    if (!this.#isFull) this.#steps.push(step);
  }
}

/** An order to the control API that was refused; also what is refused because of the recording. */
function hasNoEffect({ target }: HttpRequest, { httpStatus }: HttpResponse): boolean {
  return target.startsWith('/_lazulite') && httpStatus >= 400;
}

/** Not sign-in and metadata, and of our own API only what changes something. */
function isTakenDown({ method, target }: HttpRequest): boolean {
  if (!METHODS.has(method)) return false;
  if (!target.startsWith('/_lazulite'))
    return /^\/+(?:subscriptions|providers|tenants)\b/i.test(target);
  return method !== 'GET' && method !== 'HEAD' && !target.startsWith('/_lazulite/requests');
}
