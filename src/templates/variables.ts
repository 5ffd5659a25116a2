import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { copyTrees, evaluateNow, isPropertyCopy } from './evaluate-tree.ts';
import type { Evaluator } from './evaluator.ts';
import { ExpressionError, FUNCTIONS_HELP } from './expression-error.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';
import { memberOf } from './values.ts';

export function variableNotFound(name: string): ExpressionError {
  return new ExpressionError(
    `The template variable '${name}' is not found. Please see https://aka.ms/arm-syntax-variables for usage details.`,
  );
}

/** The values of all variables by name in lower case. Source: variables, copy-variables. */
export function resolveVariables(
  section: JsonValue | undefined,
  parameter: Scope['parameter'],
  evaluator: Evaluator,
  reporter: Reporter,
): ReadonlyMap<string, JsonValue> {
  const declared = section !== undefined && isJsonObject(section) ? section : {};
  const variables = new Variables(declared, parameter, evaluator, reporter);
  return variables.all();
}

/** Variables refer to each other, in any order. */
class Variables {
  readonly #evaluations = new Map<string, { name: string; evaluate: () => JsonValue }>();
  readonly #values = new Map<string, JsonValue>();
  readonly #open = new Set<string>();
  readonly #reporter: Reporter;

  constructor(
    declared: JsonObject,
    parameter: Scope['parameter'],
    evaluator: Evaluator,
    reporter: Reporter,
  ) {
    this.#reporter = reporter;
    const scope: Scope = { site: 'variable', parameter, variable: (name) => this.#get(name) };
    for (const [name, value] of Object.entries(declared)) {
      if (isPropertyCopy(name, value)) {
        for (const loop of value) {
          const loopName = String(memberOf(loop, 'name'));
          this.#add(loopName, () =>
            evaluator.budget.admit(copyTrees(loop, loopName, scope, evaluator) as JsonValue),
          );
        }
      } else this.#add(name, () => evaluateNow(value, scope, evaluator));
    }
  }

  all(): ReadonlyMap<string, JsonValue> {
    for (const { name } of this.#evaluations.values()) this.#get(name);
    return this.#values;
  }

  #add(name: string, evaluate: () => JsonValue): void {
    this.#evaluations.set(name.toLowerCase(), { name, evaluate });
  }

  #get(wanted: string): JsonValue {
    const key = wanted.toLowerCase();
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const found = this.#evaluations.get(key);
    if (!found) throw variableNotFound(wanted);
    const value = this.#reporter.attempt(
      () => {
        if (this.#open.has(key)) throw new ExpressionError('The variable refers to itself');
        this.#open.add(key);
        const result = found.evaluate();
        this.#open.delete(key);
        return result;
      },
      // Source: microsoft/vscode-azurearmtools #831 (message).
      (error) =>
        this.#reporter.invalid(
          `The template variable '${found.name}' is not valid: ${error.message}. ${FUNCTIONS_HELP}`,
          ['variables', found.name],
        ),
    );
    this.#values.set(key, value);
    return value;
  }
}
