import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { camelCase } from './camel-case.ts';
import { copyTrees, evaluateNow, evaluateTree } from './evaluate-tree.ts';
import type { Evaluator } from './evaluator.ts';
import { type Expansion, expansionOf } from './expansion.ts';
import { ExpressionError } from './expression-error.ts';
import { brokenRule, followReference, valueType } from './parameter-types.ts';
import { resolveTree, type Tree } from './pending.ts';
import { distinct } from './resolve-body.ts';
import type { Scope } from './scope.ts';
import { TemplateError, type TemplateErrorDetail } from './template-error.ts';
import type { ExpandedTemplate, LookupRequest, Resolution, Runtime } from './types.ts';
import { memberOf, setMember } from './values.ts';

/**
 * The outputs as a deployment shows them: `{vmss: {type: 'Object', value}}`. Throws TemplateError
 * with a detail for each output that is wrong.
 */
export function resolveOutputs(
  expanded: ExpandedTemplate,
  runtime: Runtime,
): Resolution<JsonObject> {
  const expansion = expansionOf(expanded);
  const { source } = expansion.template;
  const section = memberOf(source, 'outputs');
  const declared = section !== undefined && isJsonObject(section) ? section : {};
  const evaluator = expansion.world.evaluator(expansion.index, runtime);
  const needs: LookupRequest[] = [];
  const shown: JsonObject = {};
  const wrong: TemplateErrorDetail[] = [];
  for (const [name, definition] of Object.entries(declared)) {
    try {
      const output = resolveOutput(definition, expansion, evaluator, needs);
      if (output) setMember(shown, camelCase(name), output);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      wrong.push(detailOf(name, error));
    }
  }
  if (needs.length > 0) return { resolved: false, needs: distinct(needs) };
  if (wrong.length > 0) throw outputsFailed(wrong);
  return { resolved: true, value: shown };
}

function resolveOutput(
  given: JsonValue,
  { names, template }: Expansion,
  evaluator: Evaluator,
  needs: LookupRequest[],
): JsonObject | undefined {
  if (!isJsonObject(given)) throw new ExpressionError('The output must be an object');
  const definitions = memberOf(template.source, 'definitions');
  const definition = followReference(given, definitions);
  const scope: Scope = { ...names, site: 'output' };
  if (!isWanted(memberOf(definition, 'condition'), scope, evaluator, needs)) return undefined;
  const type = valueType(memberOf(definition, 'type'));
  if (!type) {
    throw new ExpressionError(
      `The type '${String(memberOf(definition, 'type') ?? '')}' is not supported`,
    );
  }
  const before = needs.length;
  const value = evaluator.budget.admit(
    resolveTree(outputTree(definition, scope, evaluator), evaluator, needs),
  );
  if (needs.length > before) return undefined;
  const broken = brokenRule(value, definition, definitions);
  if (broken) {
    // Source: Azure/azure-rest-api-specs #14055 (message).
    throw new ExpressionError(
      broken.rule === 'type'
        ? `Template output JToken type is not valid. ${broken.message} Please see https://aka.ms/arm-syntax-outputs for usage details.`
        : broken.message,
    );
  }
  // A secure output is named and has no value. Source: outputs, "Secure outputs".
  return type.secure ? { type: type.shown } : { type: type.shown, value };
}

/** Source: outputs, "Conditional output". */
function isWanted(
  condition: JsonValue | undefined,
  scope: Scope,
  evaluator: Evaluator,
  needs: LookupRequest[],
): boolean {
  if (condition === undefined || condition === null) return true;
  const before = needs.length;
  const wanted = resolveTree(evaluateTree(condition, scope, evaluator), evaluator, needs);
  if (needs.length > before) return false;
  if (typeof wanted === 'boolean') return wanted;
  throw new ExpressionError('The condition of an output must be a boolean');
}

/** Source: copy-outputs. */
function outputTree(definition: JsonObject, scope: Scope, evaluator: Evaluator): Tree {
  const copy = memberOf(definition, 'copy');
  if (copy === undefined || !isJsonObject(copy)) {
    return evaluateTree(memberOf(definition, 'value') ?? null, scope, evaluator);
  }
  const name = memberOf(copy, 'name');
  const loopName = name === undefined ? undefined : evaluateNow(name, scope, evaluator);
  return copyTrees(copy, typeof loopName === 'string' ? loopName : undefined, scope, evaluator);
}

/** Source: Azure/azure-policy #1442 (message, details and target, 2025). */
function detailOf(name: string, error: ExpressionError): TemplateErrorDetail {
  return {
    code: 'DeploymentOutputEvaluationFailed',
    target: name,
    message: `The template output '${name}' is not valid: ${error.message}.`,
  };
}

function outputsFailed(details: readonly TemplateErrorDetail[]): TemplateError {
  const names = details.map(({ target }) => target).join(',');
  return new TemplateError(
    'DeploymentOutputEvaluationFailed',
    `Unable to evaluate template outputs: '${names}'. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.`,
    { details },
  );
}
