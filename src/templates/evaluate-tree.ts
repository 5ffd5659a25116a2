import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { readCopyCount } from './copy.ts';
import type { Evaluator } from './evaluator.ts';
import { asksResources, type Expression, isResourceQuery, literalText } from './expression.ts';
import { ExpressionError, notExpectedHere } from './expression-error.ts';
import { findFunction } from './functions/all.ts';
import { VALUE_DEPTH_MAX } from './limits.ts';
import { Pending, type Tree, type TreeObject } from './pending.ts';
import type { Scope } from './scope.ts';
import { memberOf, setMember } from './values.ts';

/**
 * Evaluates a value of the template: its texts, the names of its members, and its copy loops. What
 * asks running resources stays as Pending where that is allowed, else it is an error.
 */
export function evaluateTree(
  value: JsonValue,
  scope: Scope,
  evaluator: Evaluator,
  level = 1,
): Tree {
  if (level > VALUE_DEPTH_MAX) {
    throw new ExpressionError(`The template is nested deeper than ${VALUE_DEPTH_MAX} levels.`);
  }
  evaluator.budget.spend(1);
  if (typeof value === 'string') return evaluateText(value, scope, evaluator);
  if (Array.isArray(value)) {
    return evaluator.deeper(() =>
      value.map((item) => evaluateTree(item, scope, evaluator, level + 1)),
    );
  }
  return isJsonObject(value)
    ? evaluator.deeper(() => evaluateMembers(value, scope, evaluator, level))
    : value;
}

function evaluateMembers(
  value: JsonObject,
  scope: Scope,
  evaluator: Evaluator,
  level: number,
): TreeObject {
  const tree: TreeObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (isPropertyCopy(key, member)) copyMembers(member, tree, scope, evaluator, level);
    else {
      const name = evaluateKey(key, scope, evaluator);
      setTreeMember(tree, name, evaluateTree(member, scope, evaluator, level + 1));
    }
  }
  return tree;
}

/** The value of something that must be known before anything runs. */
export function evaluateNow(value: JsonValue, scope: Scope, evaluator: Evaluator): JsonValue {
  const tree = evaluateTree(value, scope, evaluator);
  return evaluator.budget.admit(tree as JsonValue);
}

function evaluateText(text: string, scope: Scope, evaluator: Evaluator): Tree {
  const expression = evaluator.parse(text);
  if (!expression) return literalText(text);
  const mayWait = scope.site === 'body' || scope.site === 'output';
  if (!mayWait || !asksResources(expression)) return evaluator.evaluate(expression, scope);
  checkNames(expression, scope, evaluator);
  return new Pending(text, expression, scope);
}

function evaluateKey(key: string, scope: Scope, evaluator: Evaluator): string {
  const expression = evaluator.parse(key);
  if (!expression) return literalText(key);
  if (asksResources(expression)) throw notExpectedHere('reference');
  const name = evaluator.evaluate(expression, scope);
  if (typeof name === 'string') return name;
  throw new ExpressionError(`The property name '${key}' is not valid: it must be a string.`);
}

/** So that a misspelt name is found before anything is deployed, though it is evaluated later. */
function checkNames(expression: Expression, scope: Scope, evaluator: Evaluator): void {
  if (expression.kind === 'literal') return;
  if (expression.kind === 'member') {
    checkNames(expression.target, scope, evaluator);
    checkNames(expression.key, scope, evaluator);
    return;
  }
  const { name, args } = expression;
  if (!evaluator.hasOwnFunction(name)) findFunction(name);
  const [first] = args;
  if (args.length === 1 && first?.kind === 'literal' && typeof first.value === 'string') {
    const key = name.toLowerCase();
    if (key === 'parameters') scope.parameter(first.value);
    if (key === 'variables') scope.variable(first.value);
  }
  for (const argument of args) checkNames(argument, scope, evaluator);
}

/** `"copy": [{"name", "count", "input"}]` inside an object. Source: copy-properties, copy-variables. */
export function isPropertyCopy(key: string, member: JsonValue): member is JsonObject[] {
  return (
    key.toLowerCase() === 'copy' &&
    Array.isArray(member) &&
    member.length > 0 &&
    member.every(
      (loop) =>
        isJsonObject(loop) &&
        typeof memberOf(loop, 'name') === 'string' &&
        memberOf(loop, 'count') !== undefined &&
        memberOf(loop, 'input') !== undefined,
    )
  );
}

function copyMembers(
  loops: readonly JsonObject[],
  tree: TreeObject,
  scope: Scope,
  evaluator: Evaluator,
  level: number,
): void {
  for (const loop of loops) {
    const name = evaluateKey(String(memberOf(loop, 'name')), scope, evaluator);
    const turns = copyTrees(loop, name, scope, evaluator, level);
    setTreeMember(tree, name, turns);
  }
}

/** The values of all turns of a loop with `count` and `input`. */
export function copyTrees(
  loop: JsonObject,
  name: string | undefined,
  scope: Scope,
  evaluator: Evaluator,
  level = 1,
): Tree[] {
  const counting: Scope = scope.site === 'body' ? { ...scope, site: 'declaration' } : scope;
  const count = readCopyCount(evaluateNow(memberOf(loop, 'count') ?? null, counting, evaluator));
  const input = memberOf(loop, 'input') ?? null;
  return Array.from({ length: count }, (_, index) =>
    evaluateTree(
      input,
      { ...scope, copy: { name, index, outer: scope.copy } },
      evaluator,
      level + 1,
    ),
  );
}

function setTreeMember(tree: TreeObject, name: string, value: Tree): void {
  setMember(tree as JsonObject, name, value as JsonValue);
}

/** A call of reference(), references() or a list function in an expression. */
export interface Query {
  readonly name: string;
  readonly args: readonly Expression[];
  /** Whether it is evaluated whatever other values are: it stands in no branch and no lambda. */
  readonly certain: boolean;
}

const BRANCHING = new Set(['and', 'coalesce', 'if', 'lambda', 'or']);

export function queriesIn(expression: Expression, certain = true, found: Query[] = []): Query[] {
  if (expression.kind === 'member') {
    queriesIn(expression.target, certain, found);
    queriesIn(expression.key, certain, found);
  } else if (expression.kind === 'call') {
    const { name, args } = expression;
    if (isResourceQuery(name)) found.push({ name, args, certain });
    const branches = BRANCHING.has(name.toLowerCase());
    args.forEach((argument, at) => {
      queriesIn(argument, certain && (!branches || at === 0), found);
    });
  }
  return found;
}
