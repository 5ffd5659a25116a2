import { isJsonObject, type JsonValue } from '../base/index.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluateNow } from './evaluate-tree.ts';
import { ExpressionError, notExpectedHere } from './expression-error.ts';
import type { Scope } from './scope.ts';
import { memberOf } from './values.ts';

export type OwnFunction = (args: readonly JsonValue[], evaluator: Evaluator) => JsonValue;

/**
 * The functions that a template defines, by `namespace.name` in lower case. They see their own
 * parameters only. Source: user-defined-functions.
 */
export function readOwnFunctions(section: JsonValue | undefined): Map<string, OwnFunction> {
  const functions = new Map<string, OwnFunction>();
  if (section === undefined || section === null) return functions;
  if (!Array.isArray(section)) throw malformed();
  for (const part of section) {
    const namespace = isJsonObject(part) ? memberOf(part, 'namespace') : undefined;
    const members = isJsonObject(part) ? memberOf(part, 'members') : undefined;
    if (typeof namespace !== 'string' || members === undefined || !isJsonObject(members)) {
      throw malformed();
    }
    for (const [name, definition] of Object.entries(members)) {
      const full = `${namespace}.${name}`;
      functions.set(full.toLowerCase(), readFunction(full, definition));
    }
  }
  return functions;
}

function readFunction(name: string, definition: JsonValue): OwnFunction {
  const parameters = isJsonObject(definition) ? (memberOf(definition, 'parameters') ?? []) : null;
  const output = isJsonObject(definition) ? memberOf(definition, 'output') : undefined;
  if (!Array.isArray(parameters) || output === undefined || !isJsonObject(output)) {
    throw malformed();
  }
  const names = parameters.map((parameter) => {
    const own = isJsonObject(parameter) ? memberOf(parameter, 'name') : undefined;
    if (typeof own !== 'string') throw malformed();
    return own.toLowerCase();
  });
  const value = memberOf(output, 'value') ?? null;
  return (args, evaluator) => {
    if (args.length !== names.length) {
      throw new ExpressionError(
        `Unable to evaluate template function '${name}': function requires '${names.length}' argument(s) while '${args.length}' were provided. Please see https://aka.ms/arm-functions for usage details.`,
      );
    }
    const scope: Scope = {
      site: 'function',
      parameter: (wanted) => {
        const at = names.indexOf(wanted.toLowerCase());
        if (at !== -1) return args[at] ?? null;
        throw new ExpressionError(
          `The template function parameter '${wanted}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
        );
      },
      variable: () => {
        throw notExpectedHere('variables');
      },
    };
    return evaluateNow(value, scope, evaluator);
  };
}

function malformed(): ExpressionError {
  return new ExpressionError(
    `The template section 'functions' is not valid. Please see https://aka.ms/arm-template-user-functions for usage details.`,
  );
}
