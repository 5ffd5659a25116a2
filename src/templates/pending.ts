import type { JsonObject, JsonValue } from '../base/index.ts';
import type { Expression } from './expression.ts';
import type { LookupRequest } from './types.ts';
import type { Evaluator } from './evaluator.ts';
import type { Scope } from './scope.ts';
import { setMember } from './values.ts';

/** An expression inside a body or output that waits for running resources. */
export class Pending {
  readonly text: string;
  readonly expression: Expression;
  readonly scope: Scope;

  constructor(text: string, expression: Expression, scope: Scope) {
    this.text = text;
    this.expression = expression;
    this.scope = scope;
  }
}

/** A JSON value with expressions left in it. Texts in it are values, not expressions. */
export type Tree = string | number | boolean | null | Pending | Tree[] | TreeObject;

export interface TreeObject {
  [key: string]: Tree;
}

/** Thrown by a query whose answers are not known yet. */
export class LookupMissing extends Error {
  override readonly name = 'LookupMissing';
  readonly requests: readonly LookupRequest[];

  constructor(requests: readonly LookupRequest[]) {
    super('A running resource must be asked.');
    this.requests = requests;
  }
}

/** All expressions that are left in a tree. */
export function pendingIn(tree: Tree, found: Pending[] = []): Pending[] {
  if (tree instanceof Pending) found.push(tree);
  else if (Array.isArray(tree)) for (const item of tree) pendingIn(item, found);
  else if (typeof tree === 'object' && tree !== null) {
    for (const item of Object.values(tree)) pendingIn(item, found);
  }
  return found;
}

/**
 * Evaluates what is left in a tree. What must be looked up first is collected over the whole tree,
 * so that one round of look-ups serves it; the value is of no use then.
 */
export function resolveTree(tree: Tree, evaluator: Evaluator, needs: LookupRequest[]): JsonValue {
  return replacePending(tree, ({ expression, scope }) => {
    try {
      return evaluator.evaluate(expression, scope);
    } catch (error) {
      if (!(error instanceof LookupMissing)) throw error;
      needs.push(...error.requests);
      return null;
    }
  });
}

/** The tree with each expression that is left as the text it was written as. */
export function previewTree(tree: Tree): JsonValue {
  return replacePending(tree, ({ text }) => text);
}

function replacePending(tree: Tree, replace: (pending: Pending) => JsonValue): JsonValue {
  if (tree instanceof Pending) return replace(tree);
  if (Array.isArray(tree)) return tree.map((item) => replacePending(item, replace));
  if (typeof tree !== 'object' || tree === null) return tree;
  const object: JsonObject = {};
  for (const [key, item] of Object.entries(tree)) {
    setMember(object, key, replacePending(item, replace));
  }
  return object;
}
