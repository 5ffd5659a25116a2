import { isGuid, type JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import { ExpressionError, notExpectedHere } from '../expression-error.ts';
import type { Call } from '../evaluator.ts';
import { ANY_COUNT, type FunctionGroup, type TemplateFunction } from '../function-table.ts';
import { relativeId, scopeId } from '../resource-ids.ts';
import type { ResourceTypeFacts } from '../types.ts';

/** Source: template-functions-resource. */
export const resourceFunctions: FunctionGroup = {
  extensionResourceId: {
    usage: 'extensionResourceId(baseResourceId, resourceType, resourceName1, …)',
    min: 3,
    max: ANY_COUNT,
    run: extensionResourceId,
  },
  managementGroupResourceId: {
    usage: 'managementGroupResourceId(managementGroupName, resourceType, resourceName1, …)',
    min: 3,
    max: ANY_COUNT,
    run: managementGroupResourceId,
  },
  pickZones: {
    usage: 'pickZones(providerNamespace, resourceType, location, numberOfZones, offset)',
    min: 3,
    max: 5,
    run: pickZones,
  },
  providers: {
    usage: 'providers(providerNamespace, resourceType)',
    min: 1,
    max: 2,
    run: providers,
  },
  reference: { usage: "reference(resource, apiVersion, 'Full')", min: 1, max: 3, run: reference },
  references: { usage: "references(symbolicName, 'Full')", min: 1, max: 2, run: references },
  resourceId: {
    usage: 'resourceId(subscriptionId, resourceGroupName, resourceType, resourceName1, …)',
    min: 2,
    max: ANY_COUNT,
    run: resourceId,
  },
  subscriptionResourceId: {
    usage: 'subscriptionResourceId(subscriptionId, resourceType, resourceName1, …)',
    min: 2,
    max: ANY_COUNT,
    run: subscriptionResourceId,
  },
  tenantResourceId: {
    usage: 'tenantResourceId(resourceType, resourceName1, …)',
    min: 2,
    max: ANY_COUNT,
    run: (args) => below(args, '', args.text(0), args.texts(1)),
  },
};

/** Every function whose name starts with `list`. */
export const listFunction: TemplateFunction = {
  usage: 'list…(resource, apiVersion, functionValues)',
  min: 1,
  max: 3,
  run: list,
};

function reference(args: Arguments, call: Call): JsonValue {
  refuseElsewhere(call);
  return call.world.query({
    name: 'reference',
    target: args.text(0),
    apiVersion: args.has(1) ? args.text(1) : undefined,
    full: args.has(2) && args.text(2).toLowerCase() === 'full',
    body: undefined,
  });
}

function references(args: Arguments, call: Call): JsonValue {
  refuseElsewhere(call);
  return call.world.query({
    name: 'references',
    target: args.text(0),
    apiVersion: undefined,
    full: args.has(1) && args.text(1).toLowerCase() === 'full',
    body: undefined,
  });
}

function list(args: Arguments, call: Call): JsonValue {
  refuseElsewhere(call);
  return call.world.query({
    name: call.name,
    target: args.text(0),
    apiVersion: args.has(1) ? args.text(1) : undefined,
    full: false,
    body: args.has(2) ? args.object(2) : undefined,
  });
}

/** Source: template-functions-resource: only in properties of resources and in outputs. */
function refuseElsewhere({ name, scope }: Call): void {
  if (scope.site !== 'body' && scope.site !== 'output') throw notExpectedHere(name);
}

function resourceId(args: Arguments, { world }: Call): string {
  const { scope } = world.context;
  const { before, type, names } = splitArguments(args);
  const [first, second] = before;
  if (scope.kind === 'subscription') {
    return below(
      args,
      scopeId({ ...scope, subscriptionId: first ?? scope.subscriptionId }),
      type,
      names,
    );
  }
  if (second !== undefined) {
    return below(
      args,
      scopeId({ ...scope, subscriptionId: first ?? '', resourceGroupName: second }),
      type,
      names,
    );
  }
  if (first === undefined) return below(args, scopeId(scope), type, names);
  const override = isGuid(first) ? { subscriptionId: first } : { resourceGroupName: first };
  return below(args, scopeId({ ...scope, ...override }), type, names);
}

function subscriptionResourceId(args: Arguments, { world }: Call): string {
  const { before, type, names } = splitArguments(args);
  const subscriptionId = before[0] ?? world.context.scope.subscriptionId;
  return below(args, scopeId({ kind: 'subscription', subscriptionId }), type, names);
}

function extensionResourceId(args: Arguments): string {
  const [scope = '', type = '', ...names] = args.texts();
  if (!type.includes('/') || names.some((name) => name.includes('/'))) {
    // Source: Azure/bicep #8510 (message).
    throw new ExpressionError(
      `Unable to evaluate template language function '${args.name}': function requires exactly two multi-segmented arguments. The first must be the parent resource id while the second must be resource type including resource provider namespace. Current function arguments '${args.texts().join(',')}'. Please see https://aka.ms/arm-functions for usage details.`,
    );
  }
  return below(args, scope.replace(/\/+$/, ''), type, names);
}

function managementGroupResourceId(args: Arguments): string {
  const [group = '', type = '', ...names] = args.texts();
  return below(args, `/providers/Microsoft.Management/managementGroups/${group}`, type, names);
}

/** The one argument with a slash is the type; what is before it names a scope. */
function splitArguments(args: Arguments): { before: string[]; type: string; names: string[] } {
  const texts = args.texts();
  const at = texts.findIndex((text) => text.includes('/'));
  if (at === -1 || at > 2 || texts.slice(at + 1).some((text) => text.includes('/'))) {
    // Source: MicrosoftDocs/azure-docs #37451 and Azure/azure-quickstart-templates #1965 (messages).
    throw new ExpressionError(
      `Unable to evaluate template language function '${args.name}': function requires exactly one multi-segmented argument which must be resource type including resource provider namespace. Current function arguments '${texts.join(',')}'. Please see https://aka.ms/arm-functions for usage details.`,
    );
  }
  return { before: texts.slice(0, at), type: texts[at] ?? '', names: texts.slice(at + 1) };
}

function below(
  args: Arguments,
  scope: string,
  givenType: string,
  names: readonly string[],
): string {
  const type = givenType.replace(/\/+$/, '');
  const needed = type.split('/').length - 1;
  if (names.length === needed) return `${scope}/providers/${relativeId(type, names)}`;
  // Source: Azure/azure-quickstart-templates #5803 (message).
  throw new ExpressionError(
    `Unable to evaluate template language function '${args.name}': the type '${type}' requires '${needed}' resource name argument(s). Please see https://aka.ms/arm-functions for usage details.`,
  );
}

function typesOf(args: Arguments, call: Call): readonly ResourceTypeFacts[] {
  const types = call.world.context.providers(args.text(0));
  call.budget.spend(types?.length ?? 0);
  // Inferred wording.
  return types ?? args.fail(`the resource namespace '${args.text(0)}' is not known.`);
}

function typeOf(args: Arguments, call: Call): ResourceTypeFacts {
  const name = args.text(1).toLowerCase();
  const found = typesOf(args, call).find(({ resourceType }) => resourceType.toLowerCase() === name);
  return (
    found ??
    args.fail(
      `the resource type '${args.text(1)}' is not found in the namespace '${args.text(0)}'.`,
    )
  );
}

function providers(args: Arguments, call: Call): JsonValue {
  if (args.has(1)) return shownType(typeOf(args, call));
  return { namespace: args.text(0), resourceTypes: typesOf(args, call).map(shownType) };
}

function shownType({ resourceType, locations, apiVersions }: ResourceTypeFacts): JsonValue {
  return { resourceType, locations: [...locations], apiVersions: [...apiVersions] };
}

function pickZones(args: Arguments, call: Call): JsonValue {
  const { zones } = typeOf(args, call);
  const location = args.text(2).toLowerCase().replaceAll(' ', '');
  const count = args.has(3) ? args.int(3) : 1;
  const offset = args.has(4) ? args.int(4) : 0;
  const offered = zones?.(location) ?? [];
  // Source: template-functions-resource, "pickZones": 1 to 3 zones, from an offset of 0 to 2 on.
  if (count < 1 || count > 3 || offset < 0 || offset > 2) {
    return args.fail('numberOfZones must be from 1 to 3, and offset from 0 to 2.');
  }
  if (offered.length === 0) return [];
  if (offset + count > offered.length) {
    return args.fail(`the location '${location}' has '${offered.length}' zones.`);
  }
  return [...offered].sort().slice(offset, offset + count);
}
