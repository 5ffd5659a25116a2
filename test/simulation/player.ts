import assert from 'node:assert/strict';
import type { HttpResponse, JsonObject } from '../../src/base/index.ts';
import { activity, recount, recountActivity, summarize } from '../../src/scaleset/index.ts';
import { createEmulator, type Emulator, parseConfig } from '../../src/server/index.ts';
import type { Place } from './places.ts';
import { groupPath, isFlexible, setKey, SUBSCRIPTION_ID } from './paths.ts';
import {
  allReads,
  type Asked,
  beginningOf,
  cancellation,
  FLEXIBLE_MACHINES,
  GROUP_VERSION,
  lookUpFor,
  MACHINE_NAME,
  requestOf,
} from './requests.ts';
import { ASKING_SET, GROUPS, SETS, type Turn } from './steps.ts';
import { type Waiting, waitingIn } from './to-one.ts';

/** What a client sees of one answer, and what it was an answer to. */
export interface Answer {
  readonly asked: string;
  readonly httpStatus: number;
  /** A line each, as written. */
  readonly headers: string;
  readonly body: string;
}

/** How a history is lived; what comes of it must not depend on it. */
export interface Manner {
  /** Time passes in so many pieces (drawn per advance), or in one. */
  readonly pieces?: readonly number[];
  /** After which turns the emulator is closed and opened again on the same store. */
  readonly reopenAfter?: (turn: number) => boolean;
  /** Whether the snapshots are thrown away then, so that the journal alone must do. */
  readonly discardSnapshots?: boolean;
  /** Counters are compared with a recount after every turn; otherwise sets are left alone. */
  readonly recount: boolean;
}

const BEGINNING = '2030-01-01T00:00:00Z';
const CLOCK: Asked = { method: 'GET', target: '/_lazulite/clock' };
const LIFECYCLE = new URL('./unruly.json', import.meta.url).pathname;
/** So many deletions in a row do not fail by chance. */
const ROUNDS_MAX = 12;

/** Plays a history from nothing to its end, and answers with every answer that was given. */
export async function play(
  place: Place,
  history: readonly Turn[],
  manner: Manner,
): Promise<readonly Answer[]> {
  await place.clear();
  const player = new Player(place, manner, await open(place));
  try {
    await player.begin();
    for (const [index, turn] of history.entries()) {
      await player.take(turn);
      if (manner.recount) await player.recount();
      if (manner.reopenAfter?.(index) === true) await player.reopen();
    }
    await player.end();
    return player.answers;
  } finally {
    await player.close();
  }
}

/**
 * Plays a history in an emulator that others go on living in, in a subscription of its own; every
 * counter is compared with a recount after each turn. Nothing is read but the names of machines.
 */
export async function count(
  place: Place,
  emulator: Emulator,
  subscription: string,
  history: readonly Turn[],
): Promise<void> {
  const player = new Player(place, { recount: true }, emulator, subscription);
  await player.begin();
  for (const turn of history) {
    if ('set' in turn.step && isFlexible(turn.step.set)) await player.learnNames();
    await player.take(turn);
    await player.recount();
  }
  await player.settle();
}

export function open({ store }: Pick<Place, 'store'>, subscriptions?: string[]): Promise<Emulator> {
  return createEmulator(
    parseConfig({
      store,
      ...(subscriptions && { subscription: subscriptions }),
      clock: 'manual',
      auth: 'open',
      seed: 7,
      lifecycle: LIFECYCLE,
      logLevel: 'error',
    }),
  );
}

class Player {
  readonly answers: Answer[] = [];
  readonly #place: Place;
  readonly #manner: Manner;
  readonly #subscription: string;
  readonly #links: string[] = [];
  /** Names of machines that answers have shown, in the order in which they came. */
  readonly #machines: string[] = [];
  #emulator: Emulator;
  #nextLink: string | undefined;
  #advances = 0;

  constructor(place: Place, manner: Manner, emulator: Emulator, subscription = SUBSCRIPTION_ID) {
    this.#place = place;
    this.#subscription = subscription;
    this.#manner = manner;
    this.#emulator = emulator;
  }

  async begin(): Promise<void> {
    const { now } = JSON.parse(textOf(await this.#send(CLOCK))) as { now: string };
    if (now < BEGINNING) await this.#order({ advanceTo: BEGINNING });
    for (let group = 0; group < GROUPS; group += 1) {
      const target = `${groupPath(group)}?${GROUP_VERSION}`;
      await this.#ask({ method: 'PUT', target, body: { location: 'westeurope' } });
    }
    const model = {
      capacity: 5,
      extensions: ['one'],
      revision: 0,
      mode: 'Automatic',
      spot: false,
      notices: false,
      ifNoneMatch: false,
    } as const;
    for (let set = 0; set + 1 < SETS; set += 1) {
      const asking = set === ASKING_SET ? { revision: 2, notices: true } : {};
      await this.take({ step: { kind: 'put', set, model: { ...model, ...asking } }, version: 5 });
    }
  }

  async take({ step, version }: Turn): Promise<void> {
    if (step.kind === 'advance') {
      await this.#advance(step.millis);
      return;
    }
    const asked = this.#askedBy(step, version, await this.#waitingFor(step));
    if (asked !== undefined) await this.#ask(asked);
  }

  async #waitingFor(step: Turn['step']): Promise<readonly Waiting[]> {
    const lookUp = lookUpFor(step, this.#machines);
    if (lookUp === undefined) return [];
    const waiting = waitingIn((await this.#ask(lookUp)).body);
    const beginning = beginningOf(step);
    if (waiting.length > 0 || beginning === undefined) return waiting;
    await this.#ask(beginning);
    return waitingIn((await this.#ask(lookUp)).body);
  }

  /** Answers show them in passing; where hardly anything is read, somebody has to ask. */
  async learnNames(): Promise<void> {
    await this.#ask({ method: 'GET', target: FLEXIBLE_MACHINES });
  }

  /** Undefined when there is no link yet that could be followed. */
  #askedBy(
    step: Exclude<Turn['step'], { kind: 'advance' }>,
    version: number,
    waiting: readonly Waiting[],
  ): Asked | undefined {
    if (step.kind !== 'poll' && step.kind !== 'nextPage')
      return requestOf(step, version, this.#machines, waiting);
    const target =
      step.kind === 'nextPage'
        ? this.#nextLink
        : this.#links.at(-1 - (step.back % Math.max(1, this.#links.length)));
    return target === undefined ? undefined : { method: 'GET', target };
  }

  /** Lets everything come to its end, and looks at everything; no operation may be under way then. */
  async end(): Promise<void> {
    // In some manners it is read by an emulator that knows only the store.
    if (this.#manner.reopenAfter !== undefined) await this.reopen();
    await this.#readAll();
    if (this.#manner.reopenAfter !== undefined) await this.reopen();
    const stuck = await this.#comeToRest();
    await this.#readAll();
    assert.deepEqual(stuck, [], 'no operation stays under way');
    await this.recount();
  }

  /** Lets everything come to its end; no operation may be under way then. */
  async settle(): Promise<void> {
    assert.deepEqual(await this.#comeToRest(), [], 'no operation stays under way');
    await this.recount();
  }

  /** The operations that do not end. */
  async #comeToRest(): Promise<readonly Answer[]> {
    // What always goes wrong would keep a deletion from its end.
    await this.#ask({ method: 'DELETE', target: '/_lazulite/faults' });
    // Also of those sets that nobody has asked for since the start.
    await this.#order({ runUntilIdle: true });
    let stuck = await this.#pollAll();
    // A group's deletion begins anew what has failed of it, when somebody asks how it is going; an
    // upgrade that was deferred waits for somebody who approves of it, or cancels it.
    for (let round = 1; round < ROUNDS_MAX && stuck.length > 0; round += 1) {
      for (let set = 0; set < SETS; set += 1) {
        await this.#ask({ method: 'POST', target: cancellation(set) });
      }
      await this.#order({ runUntilIdle: true });
      stuck = await this.#pollAll();
    }
    return stuck;
  }

  async recount(): Promise<void> {
    for (let set = 0; set < SETS; set += 1) {
      const scaleSet = await this.#emulator.fleet.find(this.#mine(setKey(set)));
      if (scaleSet === undefined) continue;
      assert.deepEqual(summarize(scaleSet), recount(scaleSet));
      assert.deepEqual(activity(scaleSet), recountActivity(scaleSet));
    }
  }

  async reopen(): Promise<void> {
    await this.#emulator.close();
    if (this.#manner.discardSnapshots === true) await this.#place.discardSnapshots();
    this.#emulator = await open(this.#place);
  }

  async close(): Promise<void> {
    await this.#emulator.close();
  }

  /** The operations that are still under way. */
  async #pollAll(): Promise<Answer[]> {
    const stuck: Answer[] = [];
    for (const target of this.#links) {
      const answer = await this.#ask({ method: 'GET', target });
      if (answer.httpStatus === 202 || answer.body.includes('"InProgress"')) stuck.push(answer);
    }
    return stuck;
  }

  async #readAll(): Promise<void> {
    for (const target of allReads(this.#machines)) await this.#ask({ method: 'GET', target });
  }

  async #advance(millis: number): Promise<void> {
    const { pieces } = this.#manner;
    const count = pieces?.[this.#advances % pieces.length] ?? 1;
    this.#advances += 1;
    const piece = Math.max(1, Math.floor(millis / count));
    for (let left = millis; left > 0; left -= piece) {
      await this.#order({ advanceBy: `${Math.min(piece, left)}ms` });
    }
  }

  /** To the clock; what it answers is not part of the history. */
  async #order(body: JsonObject): Promise<void> {
    const response = await this.#send({ method: 'POST', target: '/_lazulite/clock', body });
    assert.equal(response.httpStatus, 200, textOf(response));
  }

  async #ask(asked: Asked): Promise<Answer> {
    const response = await this.#send(asked);
    const headers = linesOf(response.headers);
    const body = textOf(response);
    const line = `${asked.method} ${asked.target}`;
    // The result of an operation that failed inside is a 500; nothing else may be one.
    const failedInside =
      asked.target.includes('monitor=true') && body.includes('"InternalExecutionError"');
    assert.ok(response.httpStatus < 500 || failedInside, `${line}: ${response.httpStatus} ${body}`);
    const answer = { asked: line, httpStatus: response.httpStatus, headers, body };
    this.answers.push(answer);
    for (const [, link] of headers.matchAll(/^(?:Azure-AsyncOperation|Location): (.+)$/gm)) {
      const target = pathOf(link ?? '');
      if (!this.#links.includes(target)) this.#links.push(target);
    }
    for (const [name] of body.matchAll(MACHINE_NAME)) {
      if (!this.#machines.includes(name)) this.#machines.push(name);
    }
    const next = /"nextLink": ?"([^"]+)"/.exec(body)?.[1];
    if (next !== undefined) this.#nextLink = pathOf(next);
    return answer;
  }

  /** A target, key or body in the history's own subscription. */
  #mine(text: string): string {
    return text.replaceAll(SUBSCRIPTION_ID, this.#subscription);
  }

  #send({ method, target, body, headers }: Asked): Promise<HttpResponse> {
    const text = body === undefined ? '' : this.#mine(JSON.stringify(body));
    const bytes = new TextEncoder().encode(text);
    return this.#emulator.handle({
      method,
      target: this.#mine(target),
      headers: { host: 'localhost:8677', 'content-type': 'application/json', ...headers },
      body: bytes,
      secure: true,
    });
  }
}

/** What does not depend on how often the emulator was started: in headers are ids and limits. */
export function seen({ asked, httpStatus, body }: Answer): Omit<Answer, 'headers'> {
  return { asked, httpStatus, body };
}

function linesOf(headers: readonly string[]): string {
  return headers
    .flatMap((text, index) => (index % 2 === 0 ? [`${text}: ${headers[index + 1] ?? ''}`] : []))
    .join('\n');
}

function textOf({ body }: HttpResponse): string {
  return body === null ? '' : Buffer.from(body).toString('utf8');
}

function pathOf(link: string): string {
  return link.replace(/^https:\/\/[^/]+/, '');
}
