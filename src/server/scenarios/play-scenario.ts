import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../base/index.ts';
import { type EmulatorConfig, parseConfig } from '../config.ts';
import type { OptionValues } from '../options.ts';
import { errorOf, type Session, type SessionAnswer } from '../session.ts';
import type { Asking } from './asking.ts';
import { differenceOf, valueAt } from './expectation.ts';
import type { Scenario } from './scenario.ts';
import { ALWAYS, filledIn, type RequestStep, type Step } from './step.ts';

/** What became of one step. */
export interface StepReport {
  /** In the document; undefined where it cannot be told. */
  readonly line: number | undefined;
  readonly what: string;
  /** Virtual time at its end. */
  readonly at: string;
  /** Undefined when it went as expected. */
  readonly problem: string | undefined;
}

export interface ScenarioReport {
  readonly scenario: string;
  readonly description: string;
  readonly passed: boolean;
  readonly steps: readonly StepReport[];
  /** SHA-256 of every answer's status, headers and bytes, in order: the same for the same seed. */
  readonly transcript: string;
}

/** What a scenario is played on. */
export interface Stage {
  session(caller?: Asking | string | null): Session;
  close(): Promise<void>;
}

/** Makes what the scenario begins with; its sets have its life cycle. */
export type CreateStage = (config: EmulatorConfig, scenario: Scenario) => Promise<Stage>;

export interface PlayOptions {
  readonly scenario: Scenario;
  readonly create: CreateStage;
  readonly options: OptionValues;
  /** Told of each step as it ends. */
  readonly onStep?: (step: StepReport) => void;
}

/** Instants on the way that `until` looks at before it gives up. */
const LOOKS_MAX = 100_000;

/**
 * Plays a scenario on an emulator of its own, on a manual clock, up to the first step that does not go
 * as expected. Throws EMU_BAD_SCENARIO for a document that is wrong.
 */
export async function playScenario({
  scenario,
  create,
  options,
  onStep,
}: PlayOptions): Promise<ScenarioReport> {
  const { name, description, seed, throttle, timeline, lineOf } = scenario;
  const config = parseConfig({
    store: 'memory',
    logLevel: 'error',
    ...(seed === null ? {} : { seed }),
    ...scenario.start,
    ...(throttle === null ? {} : { throttle }),
    ...options,
    clock: 'manual',
  });
  const emulator = await create(config, scenario);
  try {
    const player = new Player((caller) => emulator.session(caller), {
      ...ALWAYS,
      subscriptionId: config.subscriptions[0] ?? '',
      tenantId: config.tenantId,
    });
    await player.prepare(scenario);
    const steps: StepReport[] = [];
    for (const [index, step] of timeline.entries()) {
      const place = `/timeline/${index}`;
      const problem = await player.play(step);
      const report = { line: lineOf(place), what: describe(step), at: await player.now(), problem };
      steps.push(report);
      onStep?.(report);
      if (problem !== undefined) break;
    }
    const passed = steps.every(({ problem }) => problem === undefined);
    return { scenario: name, description, passed, steps, transcript: player.transcript() };
  } finally {
    await emulator.close();
  }
}

class Player {
  readonly #sessionOf: (caller?: Asking | string | null) => Session;
  readonly #sessions = new Map<string, Session>();
  readonly #session: Session;
  readonly #values: Map<string, string>;
  readonly #hash = createHash('sha256');

  constructor(
    sessionOf: (caller?: Asking | string | null) => Session,
    values: Readonly<Record<string, string>>,
  ) {
    this.#sessionOf = sessionOf;
    this.#session = sessionOf();
    this.#values = new Map(Object.entries(values));
  }

  /** What the document says of throttling, and a request log without the making of sets. */
  async prepare({ limits }: Scenario): Promise<void> {
    if (limits !== null) await this.#order('POST', '/_lazulite/throttling', { limits });
    await this.#order('DELETE', '/_lazulite/requests');
  }

  transcript(): string {
    return this.#hash.copy().digest('hex');
  }

  async now(): Promise<string> {
    const { json } = await this.#session.request('GET', '/_lazulite/clock');
    return isJsonObject(json) ? String(json['now']) : '';
  }

  /** What went wrong; undefined for nothing. */
  async play(unfilled: Step): Promise<string | undefined> {
    const { repeat } = unfilled;
    if (repeat !== undefined) {
      for (let turn = 1; turn <= repeat.times; turn += 1) {
        for (const step of repeat.steps) {
          const problem = await this.play(step);
          if (problem !== undefined) return `turn ${turn}, ${describe(step)}: ${problem}`;
        }
      }
      return undefined;
    }
    const step = filledIn(unfilled, this.#values);
    if (step.request !== undefined) return await this.#requestTimes(step.request);
    if (step.until !== undefined) return await this.#until(step.until);
    const [method, target, body] = orderOf(step);
    if (method === 'ASSERT') return await this.#judge(body);
    return await this.#order(method, target, body);
  }

  async #requestTimes(request: RequestStep): Promise<string | undefined> {
    for (let turn = 1; turn <= (request.times ?? 1); turn += 1) {
      const problem = this.#judgeAnswer(request, await this.#ask(request));
      if (problem !== undefined)
        return request.times === undefined ? problem : `turn ${turn}: ${problem}`;
    }
    return undefined;
  }

  async #until(request: RequestStep): Promise<string | undefined> {
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      const problem = this.#judgeAnswer(request, await this.#ask(request));
      if (problem === undefined) return undefined;
      const { json } = await this.#session.request('GET', '/_lazulite/clock');
      const due = isJsonObject(json) ? json['nextDue'] : undefined;
      if (typeof due !== 'string') return `nothing is due any more, and ${problem}`;
      await this.#order('POST', '/_lazulite/clock', { advanceTo: due });
    }
    return 'it has not come about';
  }

  async #ask(step: RequestStep): Promise<SessionAnswer> {
    const { method = 'GET', target, as, headers, text, body } = step;
    const key = JSON.stringify(as ?? null);
    const session =
      as === undefined ? this.#session : (this.#sessions.get(key) ?? this.#sessionOf(as));
    if (as !== undefined) this.#sessions.set(key, session);
    const sent = text === undefined ? body : new TextEncoder().encode(text);
    const answer = await session.request(method, target, sent, headers);
    this.#hash.update(JSON.stringify([answer.httpStatus, answer.headers]));
    this.#hash.update(answer.bytes);
    return answer;
  }

  #judgeAnswer({ expect, save = {} }: RequestStep, answer: SessionAnswer): string | undefined {
    const problem = differenceOf(expect ?? { status: [200, 201, 202, 204] }, answer);
    if (problem !== undefined) return problem;
    for (const [name, path] of Object.entries(save)) {
      const value = valueAt(path, answer);
      if (value === undefined) return `there is nothing at ${path} to save as ${name}`;
      this.#values.set(name, value);
    }
    return undefined;
  }

  async #judge(body: JsonObject | undefined): Promise<string | undefined> {
    const answer = await this.#session.request('POST', '/_lazulite/requests/assert', body);
    if (answer.httpStatus >= 300) return errorOf(answer).message;
    const { results } = answer.json as unknown as {
      results: readonly { passed: boolean; reason: string }[];
    };
    const failed = results.filter(({ passed }) => !passed).map(({ reason }) => reason);
    return failed.length === 0 ? undefined : failed.join('; ');
  }

  async #order(method: string, target: string, body?: JsonObject): Promise<string | undefined> {
    const answer = await this.#session.request(method, target, body);
    return answer.httpStatus < 300 ? undefined : errorOf(answer).message;
  }
}

/** Steps that are orders to the control API. */
function orderOf(step: Step): [method: string, target: string, body?: JsonObject] {
  const { advance, advanceTo, fault, removeFault, throttle, requests } = step;
  if (advance !== undefined) return ['POST', '/_lazulite/clock', { advanceBy: advance }];
  if (advanceTo !== undefined) return ['POST', '/_lazulite/clock', { advanceTo }];
  if (fault !== undefined) return ['POST', '/_lazulite/faults', fault];
  if (throttle !== undefined) return ['POST', '/_lazulite/throttling', throttle];
  if (requests !== undefined) return ['ASSERT', '', { assertions: [...requests] }];
  if (removeFault !== undefined) {
    return ['DELETE', `/_lazulite/faults/${encodeURIComponent(removeFault)}`];
  }
  return ['POST', '/_lazulite/clock', { runUntilIdle: true }];
}

/** What the report calls a step that says nothing itself. */
function describe({ say, ...step }: Step): string {
  if (say !== undefined) return say;
  const request = step.request ?? step.until;
  if (request !== undefined) {
    const [path = ''] = request.target.split('?', 1);
    const wait = step.until === undefined ? '' : 'until ';
    return `${wait}${request.method ?? 'GET'} ${path.split('/').slice(-2).join('/')}`;
  }
  const [[name, value] = ['', '']] = Object.entries(step);
  return typeof value === 'object' ? name : `${name} ${String(value)}`;
}
