import { Ajv, type ErrorObject } from 'ajv';
import {
  EmulatorError,
  invariant,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Micros,
  parseDuration,
} from '../base/index.ts';
import type { Failure, FaultRule } from '../faults/index.ts';
import azure from './lifecycles/azure.json' with { type: 'json' };
import { type HealthRules, readHealthRules } from './lifecycle-health.ts';
import chaos from './lifecycles/chaos.json' with { type: 'json' };
import fast from './lifecycles/fast.json' with { type: 'json' };
import { type Evictions, parseEvictions } from './lifecycle-evictions.ts';
import schema from './lifecycles/lifecycle.schema.json' with { type: 'json' };

/** The steps whose length and faults a life cycle says. */
export const STEP_NAMES = [
  'allocate',
  'boot',
  'provisionOs',
  'installExtension',
  'complete',
  'start',
  'powerOff',
  'restart',
  'deallocate',
  'reimage',
  'reimageAll',
  'redeploy',
  'update',
  'delete',
  'finish',
  'modify',
  'runCommand',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/** Quantiles of a length of time, in whole microseconds, with straight lines between them. */
export interface Distribution {
  readonly min: Micros;
  readonly p10: Micros;
  readonly median: Micros;
  readonly p90: Micros;
  readonly max: Micros;
}

/**
 * How long things take and what goes wrong: plain data, so that it can stand in a journal.
 * The document form that people write is checked by `lifecycles/lifecycle.schema.json`.
 */
export interface Lifecycle {
  readonly name: string;
  readonly steps: Readonly<Partial<Record<StepName, Distribution>>>;
  /** By `publisher.type` or by name in the model. */
  readonly extensions: Readonly<Record<string, Distribution>>;
  readonly faults: readonly FaultRule[];
  /** The creation of the set fails on its own; `view` and `operation` tell it apart. */
  readonly setFailure: SetFailure | null;
  /** Left out: nobody is evicted by itself. */
  readonly evictions?: Evictions;
  /** Null, or left out in older journals: reports come at once, and all are healthy. */
  readonly health?: HealthRules | null;
}

export interface SetFailure {
  readonly after: Micros;
  readonly view: Failure;
  readonly operation: Failure;
}

/** The longest that anything may take to be due: a century, beyond any use, inside exact numbers. */
export const LONGEST_MICROS: Micros = 100 * 365 * 86_400 * 1_000_000;

/** The life cycles that ship with the emulator. */
export const LIFECYCLE_NAMES = ['azure', 'fast', 'chaos'] as const;

/** A shipped life cycle by name; undefined when there is none of that name. */
export function namedLifecycle(name: string): Lifecycle | undefined {
  const documents: Readonly<Record<string, JsonObject>> = { azure, fast, chaos };
  const document = Object.hasOwn(documents, name) ? documents[name] : undefined;
  // That it follows the schema is tested: to compile that takes longer than all else of a start.
  return document && readLifecycle(document);
}

/**
 * Reads a life-cycle document. Throws EmulatorError EMU_BAD_LIFECYCLE, naming the place and the
 * reason, when it does not follow the schema or a length of time cannot be read.
 */
export function parseLifecycle(document: unknown): Lifecycle {
  validate(document);
  return readLifecycle(document);
}

function readLifecycle(document: JsonObject): Lifecycle {
  const steps = objectOf(document.steps);
  return {
    name: textOf(document.name),
    steps: mapValues(steps, (spec, name) => parseDistribution(spec, `/steps/${name}`)),
    extensions: mapValues(objectOf(document.extensions), (spec, name) =>
      parseDistribution(spec, `/extensions/${name}`),
    ),
    faults: (Array.isArray(document.faults) ? document.faults : []).map((fault, index) =>
      parseFault(objectOf(fault), `/faults/${index}`),
    ),
    setFailure: isJsonObject(document.setFailure)
      ? {
          after: parseTime(document.setFailure.after, '/setFailure/after'),
          view: parseFailure(document.setFailure.view),
          operation: parseFailure(document.setFailure.operation),
        }
      : null,
    ...(isJsonObject(document.evictions) && {
      evictions: parseEvictions(document.evictions, {
        time: parseTime,
        distribution: parseDistribution,
      }),
    }),
    health: readHealthRules(document.health, parseDistribution),
  };
}

/** A length of time by a draw of 32 bits. */
export function drawDuration(distribution: Distribution | undefined, draw: number): Micros {
  if (distribution === undefined) return 0;
  const quantile = draw / 0x1_0000_0000;
  const { min, p10, median, p90, max } = distribution;
  if (quantile < 0.1) return Math.floor(min + (p10 - min) * (quantile / 0.1));
  if (quantile < 0.5) return Math.floor(p10 + (median - p10) * ((quantile - 0.1) / 0.4));
  if (quantile < 0.9) return Math.floor(median + (p90 - median) * ((quantile - 0.5) / 0.4));
  return Math.floor(p90 + (max - p90) * ((quantile - 0.9) / 0.1));
}

let validator: ReturnType<Ajv['compile']> | undefined;

function validate(document: unknown): asserts document is JsonObject {
  validator ??= new Ajv({ allErrors: false, strict: false }).compile(schema);
  if (validator(document)) return;
  const error: ErrorObject | undefined = validator.errors?.[0];
  bad(error?.instancePath ?? '', `${error?.message ?? 'is not a life cycle'}${detail(error)}`);
}

function detail(error: ErrorObject | undefined): string {
  const params: unknown = error?.params;
  if (!isJsonObject(params)) return '';
  if (typeof params.additionalProperty === 'string') return ` (${params.additionalProperty})`;
  return Array.isArray(params.allowedValues)
    ? `: ${params.allowedValues.map(textOf).join(', ')}`
    : '';
}

function parseDistribution(spec: JsonValue | undefined, place: string): Distribution {
  if (!isJsonObject(spec)) {
    const fixed = parseTime(spec, place);
    return { min: fixed, p10: fixed, median: fixed, p90: fixed, max: fixed };
  }
  const p10 = parseTime(spec.p10, `${place}/p10`);
  const median = parseTime(spec.median, `${place}/median`);
  const p90 = parseTime(spec.p90, `${place}/p90`);
  const min = spec.min === undefined ? Math.floor(p10 / 2) : parseTime(spec.min, `${place}/min`);
  const max = spec.max === undefined ? Math.floor(p90 * 1.2) : parseTime(spec.max, `${place}/max`);
  if (!(min <= p10 && p10 <= median && median <= p90 && p90 <= max)) {
    bad(place, 'must grow: min ≤ p10 ≤ median ≤ p90 ≤ max');
  }
  return { min, p10, median, p90, max };
}

function parseFault(fault: JsonObject, place: string): FaultRule {
  const on = objectOf(fault.on);
  return {
    on: {
      step: textOf(on.step),
      ...(typeof on.extension === 'string' && { extension: on.extension }),
      ...(typeof on.fromInstance === 'number' && { fromInstance: on.fromInstance }),
      ...(typeof on.belowInstance === 'number' && { belowInstance: on.belowInstance }),
      ...(typeof on.probability === 'number' && { probability: on.probability }),
    },
    effect: fault.effect === 'hang' ? 'hang' : 'fail',
    after: fault.after === undefined ? null : parseTime(fault.after, `${place}/after`),
    failure: isJsonObject(fault.failure)
      ? parseFailure(fault.failure)
      : { code: null, message: '' },
  };
}

function parseFailure(value: JsonValue | undefined): Failure {
  const failure = objectOf(value);
  return {
    code: typeof failure.code === 'string' ? failure.code : null,
    message: textOf(failure.message),
  };
}

function parseTime(value: JsonValue | undefined, place: string): Micros {
  const micros = typeof value === 'string' ? parseDuration(value) : undefined;
  if (micros === undefined) bad(place, 'is not a length of time such as 30s, 2m or PT45S');
  if (micros > LONGEST_MICROS) bad(place, 'is longer than a hundred years');
  return micros;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function mapValues<T>(
  object: JsonObject,
  transform: (value: JsonValue | undefined, key: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, transform(value, key)]),
  );
}

function bad(place: string, reason: string): never {
  invariant(reason.length > 0, 'a refusal of a life cycle says why');
  throw new EmulatorError(
    'EMU_BAD_LIFECYCLE',
    `The life cycle is not valid: ${place === '' ? 'the document' : place} ${reason}. ` +
      'See docs/reference/lifecycles.md for the form.',
  );
}
