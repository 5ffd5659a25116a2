import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluateTree } from './evaluate-tree.ts';
import type { Tree, TreeObject } from './pending.ts';
import type { Scope } from './scope.ts';
import { memberOf, setMember } from './values.ts';

/** What the template says about a resource, and not to it. */
const ABOUT = new Set([
  'apiversion',
  'asserts',
  'comments',
  'condition',
  'copy',
  'dependson',
  'existing',
  'metadata',
  'name',
  'resources',
  'scope',
  'type',
]);

/** The same of nested deployments. */
const ABOUT_DEPLOYMENTS = new Set([...ABOUT, 'resourcegroup', 'subscriptionid']);

/**
 * Evaluates the members of a resource that are sent to it. Only `properties` may ask other resources.
 * Source: template-functions-resource, "Valid uses".
 */
export function evaluateBody(
  source: JsonObject,
  scope: Scope,
  evaluator: Evaluator,
  isDeployment: boolean,
): TreeObject {
  const body: TreeObject = {};
  const about = isDeployment ? ABOUT_DEPLOYMENTS : ABOUT;
  for (const [key, value] of Object.entries(source)) {
    const folded = key.toLowerCase();
    if (about.has(folded)) continue;
    const isProperties = folded === 'properties';
    const site: Scope = isProperties ? { ...scope, site: 'body' } : scope;
    const tree =
      isDeployment && isProperties && isJsonObject(value)
        ? evaluateDeployment(value, site, evaluator)
        : evaluateTree(value, site, evaluator);
    if (tree !== null) setMember(body as JsonObject, key, tree as JsonValue);
  }
  return body;
}

/**
 * A nested template is evaluated with the names of the template around it, unless it says
 * `"expressionEvaluationOptions": {"scope": "inner"}`. Source: linked-templates, "Expression
 * evaluation scope in nested templates".
 */
function evaluateDeployment(properties: JsonObject, scope: Scope, evaluator: Evaluator): Tree {
  const template = memberOf(properties, 'template');
  if (template === undefined || !hasInnerScope(properties)) {
    return evaluateTree(properties, scope, evaluator);
  }
  const rest = Object.fromEntries(
    Object.entries(properties).filter(([key]) => key.toLowerCase() !== 'template'),
  );
  const tree = evaluateTree(rest, scope, evaluator) as TreeObject;
  return { ...tree, template };
}

function hasInnerScope(properties: JsonObject): boolean {
  const options = memberOf(properties, 'expressionEvaluationOptions');
  const scope = options !== undefined && isJsonObject(options) ? memberOf(options, 'scope') : '';
  return typeof scope === 'string' && scope.toLowerCase() === 'inner';
}
