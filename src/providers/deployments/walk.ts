import { armErrors } from '../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import {
  type DeploymentScope,
  type ExpandedResource,
  type ExpandedTemplate,
  previewBody,
  readTemplate,
  resolveBody,
} from '../../templates/index.ts';
import { groupOf } from './context.ts';
import { type Deployment, deploymentId, type DeploymentRequest } from './deployment.ts';
import { expandRequest } from './deployments.ts';
import type { Prepared } from './prepare.ts';
import { isDeploymentType } from './resource-requests.ts';
import type { DeploymentServices } from './services.ts';
import { asArmError } from './template-errors.ts';

/** A resource that a deployment, or one nested in it, would write. */
export interface PlannedResource {
  readonly resource: ExpandedResource;
  readonly expanded: ExpandedTemplate;
  /** What would be sent; undefined when it hangs on what only running resources know. */
  readonly body: JsonObject | undefined;
  /** The same with expressions where values are not known yet. */
  readonly preview: JsonObject;
  /** Set for a nested deployment that was not looked into. */
  readonly isShortCircuited?: true;
}

/** As Azure: deployments in deployments. Source: "Azure subscription and service limits". */
const NESTED_DEPTH_MAX = 5;

type Level = Pick<Prepared, 'deployment' | 'expanded'>;

/**
 * What a deployment would write, those it depends on first, nested deployments after the deployment
 * that holds them. Throws InvalidTemplate for a mistake in a nested template.
 */
export async function planOf(
  prepared: Level,
  services: DeploymentServices,
  depth = 0,
): Promise<PlannedResource[]> {
  const { deployment, expanded } = prepared;
  const planned: PlannedResource[] = [];
  for (const resource of inOrder(expanded)) {
    const resolution = asArmError(() =>
      resolveBody(expanded, resource, { lookup: () => undefined }),
    );
    const body = resolution.resolved ? resolution.value : undefined;
    const preview = body ?? previewBody(expanded, resource);
    const isNested = isDeploymentType(resource.type);
    const isOpen = isNested && (body !== undefined || hasAllParameters(preview));
    const closed = isNested && !isOpen ? { isShortCircuited: true as const } : {};
    planned.push({ resource, expanded, body, preview, ...closed });
    if (isOpen) {
      const nested = await nestedLevel(deployment, expanded, resource, preview, services);
      if (depth + 1 >= NESTED_DEPTH_MAX) {
        throw armErrors.invalidTemplate(
          `Deployment template validation failed: 'The nested deployment '${resource.name}' exceeds the maximum depth of '${NESTED_DEPTH_MAX}'.'.`,
          undefined,
          undefined,
        );
      }
      if (nested) planned.push(...(await planOf(nested, services, depth + 1)));
    }
    await services.turn();
  }
  return planned;
}

/**
 * What a validation and a what-if say of nested deployments that they could not look into, as members
 * for their `properties`. Source: recorded by many, e.g. Azure/arm-template-whatif #157; that older
 * api-versions have it as well is inferred.
 */
export function diagnosticsOf(plan: readonly PlannedResource[]): JsonObject {
  const diagnostics = plan
    .filter(({ isShortCircuited }) => isShortCircuited)
    .map(({ resource }) => ({
      level: 'Warning',
      code: 'NestedDeploymentShortCircuited',
      target: resource.id,
      message:
        'A nested deployment got short-circuited and all its resources got skipped from validation. This is due to a nested template having a parameter that was not fully evaluated (e.g. contains a reference() function). Please see https://aka.ms/WhatIfEvalStopped for more guidance.',
    }));
  return diagnostics.length === 0 ? {} : { diagnostics };
}

/** Resources that are deployed, each after those it depends on; otherwise as in the template. */
function inOrder({ resources }: ExpandedTemplate): ExpandedResource[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const ordered = new Set<ExpandedResource>();
  const visit = (resource: ExpandedResource): void => {
    if (ordered.has(resource) || !resource.condition) return;
    for (const id of resource.dependsOn) {
      const before = byId.get(id);
      if (before) visit(before);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}

/**
 * Whether the parameters of a nested deployment are known before it runs. Those that hang on
 * `reference()` are not, and Azure then looks no further. Source: aka.ms/WhatIfEvalStopped
 * (NestedDeploymentShortCircuited).
 */
function hasAllParameters(preview: JsonObject): boolean {
  const properties = isJsonObject(preview['properties']) ? preview['properties'] : {};
  return !hasExpression(properties['parameters'] ?? null);
}

function hasExpression(value: JsonValue): boolean {
  if (typeof value === 'string') return value.startsWith('[') && !value.startsWith('[[');
  if (Array.isArray(value)) return value.some(hasExpression);
  return isJsonObject(value) && Object.values(value).some(hasExpression);
}

/** A nested deployment as its own PUT would find it; undefined when its template cannot be known yet. */
async function nestedLevel(
  outer: Deployment,
  expanded: ExpandedTemplate,
  resource: ExpandedResource,
  body: JsonObject,
  services: DeploymentServices,
): Promise<Level | undefined> {
  const properties = isJsonObject(body['properties']) ? body['properties'] : {};
  const { template, parameters } = properties;
  if (!isJsonObject(template)) return undefined;
  const scope = resource.nestedScope ?? outer.scope;
  const { location: _location, ...rest } = outer;
  const location = body['location'];
  const deployment: Deployment = {
    ...rest,
    id: deploymentId(scope, resource.name),
    scope,
    name: resource.name,
    ...(typeof location === 'string' ? { location } : {}),
  };
  const group = await nestedGroup(scope, expanded, services);
  const request: DeploymentRequest = {
    template,
    parameters: isJsonObject(parameters) ? parameters : {},
    ...(group === undefined ? {} : { group }),
  };
  return {
    deployment,
    expanded: asArmError(() =>
      expandRequest(deployment, request, services, readTemplate(template)),
    ),
  };
}

/** The group of a nested deployment, which the outer one may be about to make. */
async function nestedGroup(
  scope: DeploymentScope,
  { resources }: ExpandedTemplate,
  services: DeploymentServices,
): Promise<JsonObject | undefined> {
  if (scope.kind === 'subscription') return undefined;
  const { subscriptionId, resourceGroupName } = scope;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`;
  const made = resources.find((resource) => resource.id.toLowerCase() === id.toLowerCase());
  const found = await services.resourceGroups.find(subscriptionId, resourceGroupName);
  if (found || !made) return groupOf(scope, services);
  return {
    id,
    name: resourceGroupName,
    type: 'Microsoft.Resources/resourceGroups',
    location: made.location ?? '',
    properties: { provisioningState: 'Succeeded' },
  };
}
