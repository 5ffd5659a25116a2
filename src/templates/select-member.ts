import { isJsonObject, type JsonValue } from '../base/index.ts';
import type { Budget } from './budget.ts';
import { ExpressionError } from './expression-error.ts';
import { memberOf, typeName } from './values.ts';

/**
 * What `.key` and `[key]` select. Source of the words: elastic/azure-marketplace #3 (no such member),
 * Azure/data-management-zone #286 (index), MicrosoftDocs/azure-docs #115708 (not a container).
 */
export function selectMember(target: JsonValue, key: JsonValue, budget: Budget): JsonValue {
  if (Array.isArray(target)) {
    if (typeof key !== 'number') {
      throw new ExpressionError(
        `The language expression property '${String(key)}' can't be evaluated, property name must be an integer.`,
      );
    }
    const item = target[key];
    if (item !== undefined) return item;
    throw new ExpressionError(
      `The language expression property array index '${key}' is out of bounds.`,
    );
  }
  if (isJsonObject(target) && typeof key === 'string') {
    if (!Object.hasOwn(target, key)) budget.spend(Object.keys(target).length / 8);
    const value = memberOf(target, key);
    if (value !== undefined) return value;
    const names = Object.keys(target);
    budget.spend(names.length);
    throw new ExpressionError(
      `The language expression property '${key}' doesn't exist, available properties are '${names.slice(0, 100).join(', ')}'.`,
    );
  }
  if (isJsonObject(target)) {
    throw new ExpressionError(
      `The language expression property '${String(key)}' can't be evaluated, property name must be a string.`,
    );
  }
  throw new ExpressionError(
    `The language expression property '${String(key)}' can't be evaluated. The value is of type '${typeName(target)}'.`,
  );
}
