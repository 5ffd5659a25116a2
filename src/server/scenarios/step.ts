import type { JsonObject, JsonValue } from '../../base/index.ts';
import type { Asking } from './asking.ts';

/** What an answer is expected to be. */
export interface Expectation {
  readonly status?: number | readonly number[];
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: JsonValue;
  /** SHA-256 of the bytes, in hexadecimal digits; `digestOf`. */
  readonly digest?: string;
}

export interface RequestStep {
  readonly method?: string;
  readonly target: string;
  /** Who asks: an application id, or more than that; null for nobody. */
  readonly as?: Asking | string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
  /** In place of a body: a text as it is. */
  readonly text?: string;
  readonly expect?: Expectation;
  readonly save?: Readonly<Record<string, string>>;
  readonly times?: number;
}

/** One step of a timeline: exactly one of these, and what the report says of it. */
export interface Step {
  readonly say?: string;
  readonly request?: RequestStep;
  readonly advance?: string;
  readonly advanceTo?: string;
  readonly idle?: true;
  readonly until?: RequestStep;
  readonly fault?: JsonObject;
  readonly removeFault?: string;
  readonly throttle?: JsonObject;
  readonly requests?: readonly JsonObject[];
  readonly repeat?: { readonly times: number; readonly steps: readonly Step[] };
}

type Complain = (place: string, problem: string) => never;

/** Refuses what can be seen to fail before anything is played: names that nothing has saved. */
export function checkSteps(
  steps: readonly Step[],
  place: string,
  complain: Complain,
  saved: Set<string> = new Set(['subscriptionId', 'tenantId', ...Object.keys(ALWAYS)]),
): void {
  for (const [index, step] of steps.entries()) {
    const here = `${place}/${index}`;
    const { say: _, repeat, ...own } = step;
    const kinds = Object.keys(step).filter((name) => name !== 'say');
    if (kinds.length !== 1) {
      complain(
        here,
        `must be one thing: request, until, advance, fault, …, and is ${kinds.join(' and ') || 'nothing'}`,
      );
    }
    for (const name of namesIn(JSON.stringify(own))) {
      if (!saved.has(name)) complain(here, `uses {${name}}, which no step before it saves`);
    }
    const request = step.request ?? step.until;
    for (const name of Object.keys(request?.save ?? {})) saved.add(name);
    if (step.until !== undefined && step.until.expect === undefined) {
      complain(here, 'waits for nothing: it has no expect');
    }
    if (repeat !== undefined) checkSteps(repeat.steps, `${here}/repeat/steps`, complain, saved);
  }
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** `{name}` in a text; JSON's own braces are never followed by a bare word. */
const PLACEHOLDER = /\{([A-Za-z]\w*)\}/g;

/** Names that are there without being saved. */
export const ALWAYS: Readonly<Record<string, string>> = {
  /** How links in answers begin. */
  origin: 'https://localhost',
  /** For a text with `{word}` in it that means itself. */
  brace: '{',
};

/** A step in which nothing is taken for a name by mistake, and links begin with `{origin}`. */
export function withNames(step: Step, origin: string): Step {
  const text = JSON.stringify(step)
    .replaceAll(PLACEHOLDER, '{brace}$1}')
    .replaceAll(origin, '{origin}');
  return JSON.parse(text) as Step;
}

/** A step with what stands for names put in. */
export function filledIn<T>(step: T, values: ReadonlyMap<string, string>): T {
  const text = JSON.stringify(step).replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = values.get(name);
    return value === undefined ? whole : JSON.stringify(value).slice(1, -1);
  });
  return JSON.parse(text) as T;
}
