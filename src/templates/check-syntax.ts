import { isJsonObject, type JsonValue } from '../base/index.ts';
import type { Evaluator } from './evaluator.ts';
import type { Expression } from './expression.ts';
import { findFunction } from './functions/all.ts';

/**
 * Parses all expressions of a value, and looks whether their functions exist, so that what is
 * misspelt is found before anything is deployed. Nested templates are looked at when they are deployed.
 */
export function checkSyntax(value: JsonValue, evaluator: Evaluator): void {
  evaluator.budget.spend(1);
  if (typeof value === 'string') {
    const expression = evaluator.parse(value);
    if (expression) checkFunctions(expression, evaluator);
  } else if (Array.isArray(value)) for (const item of value) checkSyntax(item, evaluator);
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key.toLowerCase() !== 'template') checkSyntax(member, evaluator);
    }
  }
}

function checkFunctions(expression: Expression, evaluator: Evaluator): void {
  if (expression.kind === 'literal') return;
  if (expression.kind === 'member') {
    checkFunctions(expression.target, evaluator);
    checkFunctions(expression.key, evaluator);
    return;
  }
  if (!evaluator.hasOwnFunction(expression.name)) findFunction(expression.name);
  for (const argument of expression.args) checkFunctions(argument, evaluator);
}
