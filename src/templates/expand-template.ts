import { isJsonObject, type JsonObject } from '../base/index.ts';
import { checkSyntax } from './check-syntax.ts';
import type { DeclaredResource } from './declared-resource.ts';
import { ResourceDeclarations } from './declare-resources.ts';
import { type Dependencies, findDependencies } from './dependencies.ts';
import { describeDependencies, describeProviders } from './describe.ts';
import type { Evaluator } from './evaluator.ts';
import { DeploymentWorld, rememberExpansion } from './expansion.ts';
import { FUNCTIONS_HELP } from './expression-error.ts';
import { readOwnFunctions } from './own-functions.ts';
import { parameterNotFound, resolveParameters } from './parameters.ts';
import { Reporter } from './report.ts';
import { idKey, shortId } from './resource-ids.ts';
import { ResourceIndex } from './resource-index.ts';
import type { Scope } from './scope.ts';
import { templateHash } from './template-hash.ts';
import type {
  DeploymentContext,
  ExpandedResource,
  ExpandedTemplate,
  ParameterValues,
  Template,
} from './types.ts';
import { resolveVariables, variableNotFound } from './variables.ts';
import { memberOf } from './values.ts';

/** Evaluates everything that needs no running resources. Throws TemplateError. */
export function expandTemplate(
  template: Template,
  parameters: ParameterValues,
  context: DeploymentContext,
): ExpandedTemplate {
  const { source } = template;
  const reporter = new Reporter(template.locate);
  const hash = templateHash(source);
  const functions = reporter.attempt(
    () => readOwnFunctions(memberOf(source, 'functions')),
    (error) => reporter.invalid(error.message, ['functions']),
  );
  const deployment = deploymentObject(source, parameters, hash, context);
  const world = new DeploymentWorld(context, functions, deployment);
  const evaluator = world.evaluator();
  const { values, shown } = resolveParameters(source, parameters, evaluator, reporter);
  const parameter: Scope['parameter'] = (name) => {
    const value = values.get(name.toLowerCase());
    if (value === undefined) throw parameterNotFound(name);
    return value;
  };
  const section = memberOf(source, 'variables');
  const variables = resolveVariables(section, parameter, evaluator, reporter);
  const variable: Scope['variable'] = (name) => {
    const value = variables.get(name.toLowerCase());
    if (value === undefined) throw variableNotFound(name);
    return value;
  };
  const names = { parameter, variable };
  checkOutputs(source, evaluator, reporter);
  const declarations = new ResourceDeclarations(context, evaluator, reporter, names);
  declarations.read(memberOf(source, 'resources'));
  refuseDuplicates(declarations.found, reporter);
  const index = new ResourceIndex(declarations.found, context.scope);
  const dependencies = findDependencies(declarations.found, index, evaluator, reporter);
  const declared = new Map(
    declarations.found
      .filter(({ existing }) => !existing)
      .map((resource) => [expandedResource(resource, dependencies), resource] as const),
  );
  const expanded: ExpandedTemplate = {
    resources: [...declared.keys()],
    parameters: shown,
    templateHash: hash,
    dependencies: describeDependencies(dependencies),
    providers: describeProviders(declarations.found),
  };
  rememberExpansion(expanded, { template, reporter, world, names, declared, index });
  return expanded;
}

/** Outputs are evaluated at the end; what is misspelt in them is said at once. */
function checkOutputs(source: JsonObject, evaluator: Evaluator, reporter: Reporter): void {
  const section = memberOf(source, 'outputs');
  if (section === undefined || !isJsonObject(section)) return;
  for (const [name, definition] of Object.entries(section)) {
    const path = ['outputs', name];
    reporter.attempt(
      () => checkSyntax(definition, evaluator),
      (error) =>
        reporter.invalid(
          `The template output '${name}' ${reporter.place(path)} is not valid: ${error.message}. ${FUNCTIONS_HELP}`,
          path,
        ),
    );
  }
}

function expandedResource(
  resource: DeclaredResource,
  dependencies: Dependencies,
): ExpandedResource {
  const { id, type, name, apiVersion, condition, path } = resource;
  return {
    id,
    type,
    name,
    apiVersion,
    condition,
    path,
    dependsOn: (dependencies.get(resource) ?? []).map((target) => target.id),
    ...(resource.location === undefined ? {} : { location: resource.location }),
    ...(resource.symbolicName === undefined ? {} : { symbolicName: resource.symbolicName }),
    ...(resource.nestedScope === undefined ? {} : { nestedScope: resource.nestedScope }),
  };
}

/** Source: template-functions-deployment, "deployment". */
function deploymentObject(
  source: JsonObject,
  parameters: JsonObject,
  hash: string,
  { deployment }: DeploymentContext,
): JsonObject {
  return {
    name: deployment.name,
    ...(deployment.location === undefined ? {} : { location: deployment.location }),
    properties: {
      ...(deployment.templateLink === undefined ? {} : { templateLink: deployment.templateLink }),
      template: source,
      templateHash: hash,
      parameters,
      mode: deployment.mode,
      provisioningState: 'Accepted',
    },
  };
}

/** Of resources that are deployed; two with opposite conditions may share a name (inferred). */
function refuseDuplicates(resources: readonly DeclaredResource[], reporter: Reporter): void {
  const seen = new Set<string>();
  for (const { id, condition, existing, path } of resources) {
    if (!condition || existing) continue;
    const key = idKey(id);
    if (seen.has(key)) {
      // Source: Azure/bicep #9457 (message and additionalInfo).
      throw reporter.invalid(
        `The resource '${shortId(id)}' ${reporter.place(path)} is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
        path,
      );
    }
    seen.add(key);
  }
}
