import { invariant, type JsonObject } from '../base/index.ts';
import type { DeclaredResource } from './declared-resource.ts';
import { type Expansion, expansionOf } from './expansion.ts';
import type { ExpressionError } from './expression-error.ts';
import { previewTree, resolveTree } from './pending.ts';
import { TemplateError } from './template-error.ts';
import type {
  ExpandedResource,
  ExpandedTemplate,
  LookupRequest,
  Resolution,
  Runtime,
} from './types.ts';

/**
 * The body of a resource with all expressions evaluated: what is PUT to the resource (`location`,
 * `tags`, `sku`, `properties` … without type, name, apiVersion, dependsOn, condition, copy, scope).
 * For a nested deployment: with `properties.template` and `properties.parameters`, ready for
 * `readTemplate`. Throws TemplateError.
 */
export function resolveBody(
  expanded: ExpandedTemplate,
  resource: ExpandedResource,
  runtime: Runtime,
): Resolution<JsonObject> {
  const expansion = expansionOf(expanded);
  const declared = declaredOf(expansion, resource);
  const evaluator = expansion.world.evaluator(expansion.index, runtime);
  const needs: LookupRequest[] = [];
  const value = expansion.reporter.attempt(
    () => evaluator.budget.admit(resolveTree(declared.body, evaluator, needs)),
    (error) => unprocessable(expansion, declared, error),
  );
  return needs.length > 0
    ? { resolved: false, needs: distinct(needs) }
    : { resolved: true, value: value as JsonObject };
}

/**
 * The same without running resources, as what-if and validate show it: what is not known yet stays
 * an expression, e.g. `"[reference('x').y]"`.
 */
export function previewBody(expanded: ExpandedTemplate, resource: ExpandedResource): JsonObject {
  return previewTree(declaredOf(expansionOf(expanded), resource).body) as JsonObject;
}

/** Each look-up once, in the order in which they came up. */
export function distinct(needs: readonly LookupRequest[]): LookupRequest[] {
  const byText = new Map(needs.map((need) => [JSON.stringify(need), need]));
  return [...byText.values()];
}

function declaredOf(expansion: Expansion, resource: ExpandedResource): DeclaredResource {
  const declared = expansion.declared.get(resource);
  invariant(declared, 'The resource is not one of this template.');
  return declared;
}

/** Source: Azure/azure-docs #115708 and dmauser/opnazure #63 (message and additionalInfo). */
function unprocessable(
  { reporter, template }: Expansion,
  { id, path }: DeclaredResource,
  error: ExpressionError,
): TemplateError {
  const position = template.locate(path);
  return new TemplateError(
    'InvalidTemplate',
    `Unable to process template language expressions for resource '${id}' ${reporter.place(path)}. '${error.message}'`,
    {
      violation: {
        lineNumber: position?.line ?? 0,
        linePosition: position?.column ?? 0,
        path: '',
      },
    },
  );
}
