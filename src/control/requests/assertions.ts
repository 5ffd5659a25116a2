import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import {
  bad,
  createMatcher,
  headerOf,
  type OperationOf,
  readMatch,
  type RequestMatch,
} from './match-request.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** What is expected of the requests that came; says at least one thing of those that match. */
export interface Assertion {
  readonly name?: string;
  readonly match?: RequestMatch;
  readonly exactly?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Another one has to come after the first that matches. */
  readonly before?: RequestMatch;
  /** Nobody asked again before a Retry-After was over. */
  readonly honoursRetryAfter?: true;
}

/** What became of one assertion. */
export interface Verdict {
  readonly passed: boolean;
  /** For people: what was expected and what came. */
  readonly reason: string;
  /** Sequences of the requests that it is about, the first hundred. */
  readonly requests: readonly number[];
}

const PARTS = ['name', 'match', 'exactly', 'atLeast', 'atMost', 'before', 'honoursRetryAfter'];
const SHOWN_MAX = 100;
const FORM =
  'An assertion looks like {"match":{"operation":"VirtualMachineScaleSets_Get"},"atMost":3}, with exactly, atLeast, atMost, ' +
  'before (another match that has to come later) or honoursRetryAfter: true.';

/** Judges the requests that are in the log. Throws EMU_BAD_REQUEST for an assertion that says nothing. */
export function judge(assertion: JsonValue, log: RequestLog, operationOf: OperationOf): Verdict {
  if (!isJsonObject(assertion)) throw bad(FORM);
  const odd = Object.keys(assertion).find((name) => !PARTS.includes(name));
  if (odd !== undefined) throw bad(`"${odd}" is not known. ${FORM}`);
  const { exactly, atLeast, atMost, before, honoursRetryAfter } = assertion;
  const says = [exactly, atLeast, atMost, before, honoursRetryAfter].some(
    (part) => part !== undefined,
  );
  if (!says) throw bad(FORM);
  const matcher = createMatcher(readMatch(assertion['match']), operationOf);
  const found = [...log.after(0)].filter(matcher);
  const verdicts = [
    countVerdict(assertion, found.length),
    before === undefined
      ? undefined
      : orderVerdict(found, createMatcher(readMatch(before), operationOf), log),
    honoursRetryAfter === undefined ? undefined : patienceVerdict(honoursRetryAfter, found),
  ].filter((verdict) => verdict !== undefined);
  return {
    passed: verdicts.every(({ passed }) => passed),
    reason: verdicts.map(({ reason }) => reason).join('; '),
    requests: found.slice(0, SHOWN_MAX).map(({ sequence }) => sequence),
  };
}

type Part = Pick<Verdict, 'passed' | 'reason'>;

function countVerdict({ exactly, atLeast, atMost }: JsonObject, count: number): Part | undefined {
  const bounds = [
    ['exactly', exactly, (wanted: number) => count === wanted],
    ['atLeast', atLeast, (wanted: number) => count >= wanted],
    ['atMost', atMost, (wanted: number) => count <= wanted],
  ] as const;
  const said = bounds.flatMap(([name, wanted, holds]) => {
    if (wanted === undefined) return [];
    if (typeof wanted !== 'number' || !Number.isInteger(wanted) || wanted < 0) {
      throw bad(`${name} must be a whole number from 0 on.`);
    }
    return [{ passed: holds(wanted), text: `${name} ${wanted}` }];
  });
  if (said.length === 0) return undefined;
  const expected = said.map(({ text }) => text).join(' and ');
  return {
    passed: said.every(({ passed }) => passed),
    reason: `expected ${expected} matching requests, and there are ${count}`,
  };
}

/** Whether one that matches comes, and another behind it. */
function orderVerdict(
  found: readonly LoggedRequest[],
  isLater: (entry: LoggedRequest) => boolean,
  log: RequestLog,
): Part {
  const [first] = found;
  if (first === undefined) return { passed: false, reason: 'the first of the two never came' };
  const later = [...log.after(first.sequence)].find(isLater);
  return later === undefined
    ? { passed: false, reason: `nothing of the kind came after request ${first.sequence}` }
    : { passed: true, reason: `request ${later.sequence} came after request ${first.sequence}` };
}

/** Whether no caller asked the same again before the end of a Retry-After that he was given with a 429. */
function patienceVerdict(wanted: JsonValue, found: readonly LoggedRequest[]): Part {
  if (wanted !== true) throw bad('honoursRetryAfter must be true.');
  const told = new Map<string, number>();
  for (const { sequence, at, endedAt, caller, request, response } of found) {
    const key = `${caller} ${request.method} ${request.target}`;
    const until = told.get(key) ?? 0;
    if (at < until) {
      return { passed: false, reason: `request ${sequence} came before Retry-After was over` };
    }
    const seconds = Number(headerOf(response.headers, 'retry-after'));
    if (response.httpStatus === 429 && seconds > 0) told.set(key, endedAt + seconds * 1_000_000);
  }
  return { passed: true, reason: 'nobody asked again before Retry-After was over' };
}
