import type { JsonValue } from '../base/index.ts';
import { Arguments } from './arguments.ts';
import { Budget } from './budget.ts';
import { type Expression, isExpressionText, literalText } from './expression.ts';
import { ExpressionError } from './expression-error.ts';
import { findFunction } from './functions/all.ts';
import { EVALUATION_DEPTH_MAX } from './limits.ts';
import { parseExpression } from './parse-expression.ts';
import type { Scope, World } from './scope.ts';
import { selectMember } from './select-member.ts';

/** What a function may know and do while it runs. */
export interface Call {
  /** As written, which messages repeat. */
  readonly name: string;
  readonly scope: Scope;
  readonly evaluator: Evaluator;
  readonly world: World;
  readonly budget: Budget;
}

/** Evaluates the expressions of one template. Throws ExpressionError, or what lookups throw. */
export class Evaluator {
  readonly budget = new Budget();
  readonly #world: World;
  readonly #parsed: Map<string, Expression>;
  #depth = 0;

  /** What was parsed is kept by the caller, for the next evaluator of the same template. */
  constructor(world: World, parsed: Map<string, Expression> = new Map()) {
    this.#world = world;
    this.#parsed = parsed;
  }

  hasOwnFunction(name: string): boolean {
    return this.#world.ownFunction(name) !== undefined;
  }

  /** The expression of a text; undefined when it is a text and nothing else. */
  parse(text: string): Expression | undefined {
    if (!isExpressionText(text)) return undefined;
    const known = this.#parsed.get(text);
    if (known) return known;
    this.budget.spend(1 + text.length / 16);
    const expression = parseExpression(text);
    this.#parsed.set(text, expression);
    return expression;
  }

  /** The value of a text of the template, which may be an expression. */
  text(text: string, scope: Scope): JsonValue {
    const expression = this.parse(text);
    return expression ? this.evaluate(expression, scope) : literalText(text);
  }

  evaluate(expression: Expression, scope: Scope): JsonValue {
    if (expression.kind === 'literal') return expression.value;
    this.budget.spend(1);
    this.#enter();
    try {
      return expression.kind === 'member'
        ? this.#member(expression, scope)
        : this.budget.admit(this.#call(expression.name, expression.args, scope));
    } finally {
      this.#depth -= 1;
    }
  }

  /** Runs one level deeper; variables and functions of the template can lead far down. */
  deeper<Value>(run: () => Value): Value {
    this.#enter();
    try {
      return run();
    } finally {
      this.#depth -= 1;
    }
  }

  #enter(): void {
    if (this.#depth >= EVALUATION_DEPTH_MAX) {
      throw new ExpressionError(
        `The evaluation of the template is nested deeper than ${EVALUATION_DEPTH_MAX} levels.`,
      );
    }
    this.#depth += 1;
  }

  #call(name: string, args: readonly Expression[], scope: Scope): JsonValue {
    const own = this.#world.ownFunction(name);
    if (own) {
      return own(
        args.map((argument) => this.evaluate(argument, scope)),
        this,
      );
    }
    const found = findFunction(name);
    if (args.length < found.min || args.length > found.max) {
      throw wrongCount(name, args.length < found.min ? found.min : found.max, args.length);
    }
    const call: Call = {
      name,
      scope,
      evaluator: this,
      world: this.#world,
      budget: this.budget,
    };
    if (found.lazy) return found.lazy(args, call);
    const values = args.map((argument) => this.evaluate(argument, scope));
    return found.run?.(new Arguments(name, values), call) ?? null;
  }

  #member(expression: Expression & { readonly kind: 'member' }, scope: Scope): JsonValue {
    const target = this.evaluate(expression.target, scope);
    const key = this.evaluate(expression.key, scope);
    return selectMember(target, key, this.budget);
  }
}

function wrongCount(name: string, expected: number, actual: number): ExpressionError {
  return new ExpressionError(
    `Unable to evaluate template language function '${name}': function requires '${expected}' argument(s) while '${actual}' were provided. Please see https://aka.ms/arm-functions for usage details.`,
  );
}
