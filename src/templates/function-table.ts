import type { JsonValue } from '../base/index.ts';
import type { Arguments } from './arguments.ts';
import type { Call } from './evaluator.ts';
import type { Expression } from './expression.ts';

/** One function of the template language. */
export interface TemplateFunction {
  /** How it is called, as the reference page shows it: `concat(arg1, arg2, …)`. */
  readonly usage: string;
  readonly min: number;
  readonly max: number;
  /** With evaluated arguments; */
  readonly run?: (args: Arguments, call: Call) => JsonValue;
  /** or with the arguments as they stand, when not all of them are evaluated or they are lambdas. */
  readonly lazy?: (args: readonly Expression[], call: Call) => JsonValue;
}

/** Functions by their name, in Azure's spelling. */
export type FunctionGroup = Readonly<Record<string, TemplateFunction>>;

export const ANY_COUNT = Number.POSITIVE_INFINITY;
