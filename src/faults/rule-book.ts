import { finish, type Instant, mix } from '../base/index.ts';
import { concerns, globOf, listed, type RequestEffect, type Rule } from './rule.ts';

/** What a rule on requests looks at. */
export interface RequestFacts {
  readonly operationId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Application id. */
  readonly caller: string;
}

/** A rule that a request has met. */
export interface Met {
  readonly rule: Rule;
  readonly effect: RequestEffect;
  /** Whether the count has to be written down before anybody is told. */
  readonly isCounted: boolean;
}

interface RequestRule {
  readonly rule: Rule;
  readonly effect: RequestEffect;
  readonly matches: (facts: RequestFacts) => boolean;
}

/** Writes that a refusal is of, unless the rule names others. */
const WRITES: readonly string[] = ['PUT', 'PATCH', 'POST', 'DELETE'];
const SIZED_OPERATIONS: readonly string[] = [
  'VirtualMachineScaleSets_CreateOrUpdate',
  'VirtualMachineScaleSets_Update',
  'VirtualMachineScaleSets_ScaleOut',
  'VirtualMachines_CreateOrUpdate',
];

/**
 * All rules in their order, with how many requests each has met. Matching changes counts and nothing
 * else; the first rule that matches is the one.
 */
export class RuleBook {
  readonly #seed: number;
  readonly #rules = new Map<string, Rule>();
  /** Requests that matched, by rule. */
  readonly #seen = new Map<string, number>();
  /** Requests that a share was drawn for. */
  readonly #looked = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #requestRules: readonly RequestRule[] = [];
  readonly #listeners = new Set<() => void>();
  #generation = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Whether no request can meet anything: asked for every request. */
  get isQuiet(): boolean {
    return this.#requestRules.length === 0;
  }

  get rules(): readonly Rule[] {
    return [...this.#rules.values()];
  }

  find(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  /** @param seen How many requests it has looked at before, e.g. before a restart. */
  add(rule: Rule, seen = 0): void {
    this.#rules.set(rule.id, rule);
    this.#seen.set(rule.id, seen);
    this.#sort();
  }

  remove(id: string): void {
    this.#rules.delete(id);
    this.#seen.delete(id);
    this.#looked.delete(id);
    this.#sort();
    for (const go of this.#waiting.get(id) ?? []) go();
    this.#waiting.delete(id);
  }

  /** Requests that have matched, with those that were let pass by `skip`. */
  seen(id: string): number {
    return this.#seen.get(id) ?? 0;
  }

  /** Requests that it was done to. */
  hits({ id, document }: Rule): number {
    const past = Math.max(0, this.seen(id) - (document.skip ?? 0));
    return document.times === undefined ? past : Math.min(past, document.times);
  }

  isOver({ until }: Rule, now: Instant): boolean {
    return until !== null && now >= until;
  }

  meet(facts: RequestFacts, now: Instant): Met | undefined {
    for (const { rule, effect, matches } of this.#requestRules) {
      if (this.isOver(rule, now) || !matches(facts)) continue;
      const { skip = 0, times, on } = rule.document;
      const seen = this.seen(rule.id);
      if (times !== undefined && seen >= skip + times) continue;
      if (on?.share !== undefined && !this.#isDrawn(rule, on.share)) continue;
      this.#seen.set(rule.id, seen + 1);
      const isCounted = times !== undefined || skip > 0;
      if (seen >= skip) return { rule, effect, isCounted };
    }
    return undefined;
  }

  /** Calls back when all requests that wait are let go; the answer ends the listening. */
  onLetGo(callback: () => void): () => void {
    this.#listeners.add(callback);
    return () => void this.#listeners.delete(callback);
  }

  /** Resolves when the rule is taken away. */
  untilGone(id: string): Promise<void> {
    if (!this.#rules.has(id)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]);
    });
  }

  /** Changes when requests that wait are let go. */
  get generation(): number {
    return this.#generation;
  }

  /** Lets go of all requests that hang or are delayed. */
  letGo(): void {
    this.#generation += 1;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
    for (const waiting of this.#waiting.values()) for (const go of waiting) go();
    this.#waiting.clear();
  }

  /** Draws for one more request that would match. */
  #isDrawn({ id, number }: Rule, share: number): boolean {
    const turn = this.#looked.get(id) ?? 0;
    this.#looked.set(id, turn + 1);
    return finish(mix(mix(this.#seed, number), turn)) / 0x1_0000_0000 < share;
  }

  #sort(): void {
    this.#requestRules = [...this.#rules.values()]
      .sort((one, other) => one.number - other.number)
      .flatMap((rule) =>
        rule.effect.kind === 'request'
          ? [{ rule, effect: rule.effect, matches: matcher(rule, rule.effect) }]
          : [],
      );
  }
}

function matcher(rule: Rule, effect: RequestEffect): (facts: RequestFacts) => boolean {
  const { on = {} } = rule.document;
  const operations = listed(on.operation)?.map((pattern) => globOf(pattern));
  const methods = listed(on.method) ?? (effect.refusal === null ? undefined : WRITES);
  const path = on.path === undefined ? undefined : globOf(on.path);
  const sized =
    effect.refusal?.name === 'SkuNotAvailable' || effect.refusal?.name === 'QuotaExceeded';
  return (facts) => {
    if (effect.isStale && facts.method !== 'GET') return false;
    if (methods !== undefined && !methods.includes(facts.method)) return false;
    if (operations !== undefined) {
      if (!operations.some((glob) => glob.test(facts.operationId))) return false;
    } else if (sized && !SIZED_OPERATIONS.includes(facts.operationId)) return false;
    if (path !== undefined && !path.test(facts.path)) return false;
    if (on.caller !== undefined && on.caller.toLowerCase() !== facts.caller.toLowerCase())
      return false;
    return concerns(rule, facts.path);
  };
}
