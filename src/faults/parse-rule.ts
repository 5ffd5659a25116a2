import { Ajv } from 'ajv';
import {
  EmulatorError,
  type Instant,
  isJsonObject,
  type JsonValue,
  type Micros,
  parseDuration,
} from '../base/index.ts';
import type { Failure } from './failure.ts';
import {
  ASKED_STEPS,
  isFaultName,
  isRefusalName,
  type NamedFault,
  namedFaults,
} from './named-faults.ts';
import { globOf, listed, type RequestEffect, type Rule, type RuleDocument } from './rule.ts';
import schema from './rule.schema.json' with { type: 'json' };

export { schema as ruleSchema };

/** What is known about the emulator when a rule is read. */
export interface RuleContext {
  readonly id: string;
  readonly number: number;
  readonly now: Instant;
  /** Of the table of operations. */
  readonly operationIds: readonly string[];
}

type Subject = keyof NonNullable<RuleDocument['on']>;

/** Parts of `on` that mean something to each kind. */
const SUBJECTS: Readonly<Record<'request' | NamedFault['kind'], readonly Subject[]>> = {
  request: ['operation', 'method', 'path', 'resource', 'caller', 'share'],
  refusal: ['operation', 'method', 'path', 'resource', 'caller', 'share'],
  machine: ['resource', 'instances', 'zone', 'extension', 'step', 'share'],
  set: ['resource'],
  strike: ['resource', 'instances', 'zone', 'faultDomain', 'share'],
};

const ANSWER_PARTS = ['answer', 'change', 'delay', 'hang', 'cut', 'stale'] as const;

/** The first failure of a set's own operation shows this much after it began, as on the reference page. */
const AT_ONCE: Micros = 0;

let validator: ReturnType<Ajv['compile']> | undefined;

/** Reads a rule. Throws EMU_BAD_FAULT, naming the place and what to do. */
export function parseRule(document: unknown, context: RuleContext): Rule {
  if (!isJsonObject(document)) throw bad('', 'must be an object');
  validator ??= new Ajv({ allErrors: false, strict: false }).compile(schema);
  if (!validator(document)) {
    const error = validator.errors?.[0];
    const extra: unknown = error?.params;
    const name = isJsonObject(extra) ? extra['additionalProperty'] : undefined;
    const detail = typeof name === 'string' ? ` (${name})` : '';
    throw bad(error?.instancePath ?? '', `${error?.message ?? 'is wrong'}${detail}`);
  }
  const rule = document as RuleDocument;
  const lasts = timeOf(rule.for, '/for');
  if (lasts === 0) throw bad('/for', 'is no time at all, so the rule would never match');
  return {
    id: rule.id ?? context.id,
    number: context.number,
    document: rule,
    addedAt: context.now,
    until: lasts === null ? null : context.now + lasts,
    effect: effectOf(rule, context),
  };
}

function effectOf(rule: RuleDocument, context: RuleContext): Rule['effect'] {
  const parts = ANSWER_PARTS.filter((part) => rule[part] !== undefined);
  if (rule.fault === undefined) {
    if (parts.length === 0) {
      throw bad('', `says nothing: give it "fault" or one of ${ANSWER_PARTS.join(', ')}`);
    }
    return requestEffect(rule, context);
  }
  if (parts.length > 0) throw bad('', `has a fault and ${parts.join(', ')}: make two rules of it`);
  if (!isFaultName(rule.fault)) {
    throw bad(
      '/fault',
      `is not known: "${rule.fault}". There are ${Object.keys(namedFaults).join(', ')}`,
    );
  }
  const named: NamedFault = namedFaults[rule.fault];
  checkSubject(rule, named.kind);
  if (named.kind !== 'refusal' && rule.skip !== undefined) {
    throw bad('/skip', `is for requests; ${rule.fault} meets machines`);
  }
  switch (named.kind) {
    case 'refusal':
      return requestEffect(rule, context);
    case 'machine':
      return machineEffect(rule, named);
    case 'set': {
      const message = rule.with?.message ?? named.view.message;
      const { operation } = named;
      return {
        kind: 'set',
        view: { ...named.view, message },
        operation,
        after: timeOf(rule.with?.after, '/with/after') ?? AT_ONCE,
      };
    }
    case 'strike':
      return strikeEffect(rule, named);
  }
}

function machineEffect(
  rule: RuleDocument,
  named: Extract<NamedFault, { kind: 'machine' }>,
): Rule['effect'] {
  const { extension, zone, share, step } = rule.on ?? {};
  const steps = listed(step) ?? named.steps;
  const known: readonly string[] = ASKED_STEPS;
  const odd = steps.find((name) => !known.includes(name));
  if (odd !== undefined) {
    throw bad('/on/step', `is no step: "${odd}". There are ${known.join(', ')}`);
  }
  if (extension !== undefined && !steps.includes('installExtension')) {
    throw bad('/on/extension', 'can only match in the step installExtension');
  }
  if (named.effect === 'hang' && rule.with !== undefined) {
    throw bad('/with', 'says how something fails; what is stuck does not fail');
  }
  return {
    kind: 'machine',
    on: {
      steps: extension === undefined ? steps : ['installExtension'],
      ...(extension === undefined ? {} : { extension }),
      ...(zone === undefined ? {} : { zone }),
      ...(share === undefined ? {} : { share }),
    },
    effect: named.effect,
    failure: named.failure && told(rule, named.failure),
    after: timeOf(rule.with?.after, '/with/after'),
  };
}

function strikeEffect(
  rule: RuleDocument,
  named: Extract<NamedFault, { kind: 'strike' }>,
): Rule['effect'] {
  const { zone, faultDomain, share } = rule.on ?? {};
  const losesZone = named.strike === 'loseZone';
  if (losesZone && zone === undefined) throw bad('/on/zone', 'is missing: say which zone is lost');
  if (losesZone && (share !== undefined || rule.on?.instances !== undefined)) {
    throw bad('/on', 'of a lost zone can have resource and zone only: all that is in it is lost');
  }
  if (!losesZone && rule.for !== undefined) {
    throw bad('/for', 'makes no sense: this strikes at once, and what it has done stays');
  }
  if (rule.times !== undefined) throw bad('/times', 'makes no sense: this strikes once');
  if (rule.with?.after !== undefined)
    throw bad('/with/after', 'makes no sense: this strikes at once');
  return {
    kind: 'strike',
    strike: named.strike,
    zone: zone ?? null,
    faultDomain: faultDomain ?? null,
    share: share ?? null,
    failure: named.failure && told(rule, named.failure),
    meanwhile: named.meanwhile ?? null,
  };
}

function requestEffect(rule: RuleDocument, { operationIds }: RuleContext): RequestEffect {
  checkSubject(rule, 'request');
  for (const pattern of listed(rule.on?.operation) ?? []) {
    const glob = globOf(pattern);
    if (!operationIds.some((id) => glob.test(id))) {
      throw bad(
        '/on/operation',
        `matches no operation: "${pattern}". See docs/reference/coverage.md`,
      );
    }
  }
  const name = rule.fault;
  const { message, limit, usage, additional, after } = rule.with ?? {};
  if (name === undefined && rule.with !== undefined) throw bad('/with', 'belongs to a named fault');
  if (after !== undefined) throw bad('/with/after', 'makes no sense: a refusal comes at once');
  const hasNumbers = [limit, usage, additional].some((number) => number !== undefined);
  if (hasNumbers && name !== 'QuotaExceeded')
    throw bad('/with', 'has numbers that only QuotaExceeded takes');
  if (rule.stale === true && rule.answer !== undefined) {
    throw bad('/stale', 'and an answer of your own do not go together');
  }
  return {
    kind: 'request',
    refusal:
      name === undefined || !isFaultName(name) || !isRefusalName(name)
        ? null
        : {
            name,
            message: message ?? null,
            limit: limit ?? 10,
            usage: usage ?? 10,
            additional: additional ?? 2,
          },
    answer: rule.answer ?? null,
    change: rule.change ?? null,
    delay: timeOf(rule.delay, '/delay') ?? 0,
    hangs: rule.hang === true,
    cut: rule.cut ?? null,
    isStale: rule.stale === true,
  };
}

function checkSubject(rule: RuleDocument, kind: keyof typeof SUBJECTS): void {
  const odd = Object.keys(rule.on ?? {}).find((part) => !SUBJECTS[kind].includes(part as Subject));
  if (odd === undefined) return;
  const who = rule.fault ?? 'a rule on answers';
  throw bad(`/on/${odd}`, `means nothing to ${who}: it takes ${SUBJECTS[kind].join(', ')}`);
}

function told(rule: RuleDocument, failure: Failure): Failure {
  return { ...failure, message: rule.with?.message ?? failure.message };
}

function timeOf(value: JsonValue | undefined, place: string): Micros | null {
  if (value === undefined) return null;
  const micros = typeof value === 'string' ? parseDuration(value) : undefined;
  if (micros === undefined) throw bad(place, 'is not a length of time such as 30s, 2m or PT45S');
  return micros;
}

function bad(place: string, problem: string): EmulatorError {
  const where = place === '' ? 'The rule' : `The rule's ${place}`;
  return new EmulatorError('EMU_BAD_FAULT', `${where} ${problem}.`);
}
