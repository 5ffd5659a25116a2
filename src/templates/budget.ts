import type { JsonValue } from '../base/index.ts';
import { ExpressionError } from './expression-error.ts';
import {
  EVALUATION_STEPS_MAX,
  TEMPLATE_CHARACTERS_MAX,
  TEXT_CHARACTERS_MAX,
  VALUE_DEPTH_MAX,
} from './limits.ts';

interface Measure {
  /** About as many characters as its JSON has. */
  readonly weight: number;
  readonly depth: number;
}

const SCALAR: Measure = { weight: 5, depth: 0 };

/**
 * What one evaluation may still spend. Values are weighed when they are made and their weights kept,
 * so that a list of lists of lists of the same list is found out without walking through it.
 */
export class Budget {
  #steps = 0;
  readonly #measures = new WeakMap<object, Measure>();

  /** Counts work. Throws when there was too much of it. */
  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > EVALUATION_STEPS_MAX) {
      throw new ExpressionError(
        `The evaluation of the template takes more than ${EVALUATION_STEPS_MAX} steps.`,
      );
    }
  }

  /** Takes a value that was made. Throws when it is too large or too deep to be worked with. */
  admit<Value extends JsonValue>(value: Value): Value {
    if (typeof value === 'string') {
      this.spend(value.length / 64);
      admitText(value.length);
      return value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const { weight, depth } = this.#measure(value, 1);
    if (weight > TEMPLATE_CHARACTERS_MAX) {
      throw new ExpressionError(
        `The size of a template value exceeds the limit of '${TEMPLATE_CHARACTERS_MAX}' characters.`,
      );
    }
    if (depth > VALUE_DEPTH_MAX) throw tooDeep();
    return value;
  }

  /** The characters of a value's JSON, about. */
  weigh(value: JsonValue): number {
    return this.#measure(value, 1).weight;
  }

  #measure(value: JsonValue, level: number): Measure {
    if (typeof value === 'string') return { weight: value.length + 2, depth: 0 };
    if (typeof value !== 'object' || value === null) return SCALAR;
    const known = this.#measures.get(value);
    if (known) return known;
    if (level > VALUE_DEPTH_MAX) throw tooDeep();
    let weight = 2;
    let depth = 0;
    const members = Array.isArray(value) ? value : Object.values(value);
    this.spend(1 + members.length / 4);
    for (const member of members) {
      if (typeof member === 'string') weight += member.length + 3;
      else if (typeof member !== 'object' || member === null) weight += SCALAR.weight + 1;
      else {
        const inner = this.#measure(member, level + 1);
        weight += inner.weight + 1;
        if (inner.depth > depth) depth = inner.depth;
      }
    }
    if (!Array.isArray(value)) for (const key of Object.keys(value)) weight += key.length + 3;
    const measure = { weight, depth: depth + 1 };
    this.#measures.set(value, measure);
    return measure;
  }
}

/** Source of limit and words: the check in uniqueString() of the template engine. */
export function admitText(length: number): void {
  if (length <= TEXT_CHARACTERS_MAX) return;
  throw new ExpressionError(
    `The template language literal limit exceeded. Limit: '${TEXT_CHARACTERS_MAX}' and actual: '${length}'.`,
  );
}

function tooDeep(): ExpressionError {
  return new ExpressionError(`A template value is nested deeper than ${VALUE_DEPTH_MAX} levels.`);
}
