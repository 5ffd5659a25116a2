import { ExpressionError, FUNCTIONS_HELP } from '../expression-error.ts';
import type { FunctionGroup, TemplateFunction } from '../function-table.ts';
import { arrayFunctions } from './array.ts';
import { cidrFunctions } from './cidr.ts';
import { comparisonFunctions } from './comparison.ts';
import { dateFunctions } from './date.ts';
import { deploymentFunctions } from './deployment.ts';
import { encodingFunctions } from './encoding.ts';
import { lambdaFunctions } from './lambda.ts';
import { logicalFunctions } from './logical.ts';
import { numericFunctions } from './numeric.ts';
import { objectFunctions } from './object.ts';
import { listFunction, resourceFunctions } from './resource.ts';
import { scopeFunctions } from './scope.ts';
import { stringFunctions } from './string.ts';

/** All functions, in the groups of Azure's documentation; the reference page follows them. */
export const FUNCTION_GROUPS: Readonly<Record<string, FunctionGroup>> = {
  Array: arrayFunctions,
  CIDR: cidrFunctions,
  Comparison: comparisonFunctions,
  Date: dateFunctions,
  Deployment: deploymentFunctions,
  Encoding: encodingFunctions,
  Lambda: lambdaFunctions,
  Logical: logicalFunctions,
  Numeric: numericFunctions,
  Object: objectFunctions,
  Resource: resourceFunctions,
  Scope: scopeFunctions,
  String: stringFunctions,
};

/** Functions that Azure has and we do not, each with what it would need. */
export const UNSUPPORTED_FUNCTIONS: Readonly<Record<string, string>> = {
  deployer: 'the identity of the caller is not passed to templates',
  getSecret: 'there are no key vaults',
  externalInput: 'it belongs to parameter files',
  managementGroup: 'there are no management groups',
  toLogicalZone: 'there are no physical zones',
  toLogicalZones: 'there are no physical zones',
  toPhysicalZone: 'there are no physical zones',
  toPhysicalZones: 'there are no physical zones',
};

const byName = new Map(Object.values(FUNCTION_GROUPS).flatMap((group) => Object.entries(group)));
const byKey = new Map([...byName].map(([name, found]) => [name.toLowerCase(), found]));
const unsupportedByKey = new Map(
  Object.entries(UNSUPPORTED_FUNCTIONS).map(([name, reason]) => [name.toLowerCase(), reason]),
);

/** The function of a name, in any case. Throws for one that does not exist, or that we lack. */
export function findFunction(name: string): TemplateFunction {
  // Most are written as documented.
  const found = byName.get(name) ?? byKey.get(name.toLowerCase());
  if (found) return found;
  const key = name.toLowerCase();
  if (key.startsWith('list')) return listFunction;
  const reason = unsupportedByKey.get(key);
  if (reason !== undefined) {
    throw new ExpressionError(
      `The template function '${name}' is not supported by this emulator: ${reason}.`,
    );
  }
  // Source: Azure/bicep #17379 (message).
  throw new ExpressionError(`The template function '${name}' is not valid. ${FUNCTIONS_HELP}`);
}
