import type { ArmRequest } from '../../arm/index.ts';
import type { Instant, JsonObject } from '../../base/index.ts';
import { type ExpandedTemplate, readTemplate } from '../../templates/index.ts';
import { groupOf } from './context.ts';
import { type Deployment, deploymentId, type DeploymentRequest, type Step } from './deployment.ts';
import { expandRequest } from './deployments.ts';
import { statusIdOf } from './derived-names.ts';
import { type AskedDeployment, readDeploymentRequest } from './read-request.ts';
import type { DeploymentServices } from './services.ts';
import { asArmError } from './template-errors.ts';

/** A request whose template has been evaluated as far as can be known before anything runs. */
export interface Prepared {
  readonly asked: AskedDeployment;
  readonly request: DeploymentRequest;
  readonly deployment: Deployment;
  readonly expanded: ExpandedTemplate;
  readonly shown: JsonObject;
}

/** Resource Manager takes a deployment from its queue about a second later. Inferred from lro.md. */
const BEGINS_AFTER: Instant = 1_000_000;

/**
 * Reads a request for a deployment and evaluates its template. Throws the ArmError of the first
 * mistake in either. `before` is the deployment of this name that was there already.
 */
export async function prepare(
  request: ArmRequest,
  services: DeploymentServices,
  before?: Pick<Deployment, 'id' | 'name' | 'generation'>,
): Promise<Prepared> {
  return prepareAsked(readDeploymentRequest(request), request, services, before);
}

export async function prepareAsked(
  asked: AskedDeployment,
  request: Pick<ArmRequest, 'caller' | 'correlationId' | 'origin'>,
  services: DeploymentServices,
  before?: Pick<Deployment, 'id' | 'name' | 'generation'>,
): Promise<Prepared> {
  const { location, tags, mode, template, parameters, locate } = asked;
  const group = await groupOf(asked.scope, services);
  const scope =
    asked.scope.kind === 'resourceGroup' && typeof group?.['name'] === 'string'
      ? { ...asked.scope, resourceGroupName: group['name'] }
      : asked.scope;
  const name = before?.name ?? asked.name;
  const now = services.longRunning.now();
  const generation = (before?.generation ?? 0) + 1;
  const { tenantId, objectId, appId } = request.caller;
  const draft = {
    id: before?.id ?? deploymentId(scope, name),
    name,
    scope,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    mode,
    state: 'Accepted',
    generation,
    statusId: statusIdOf(now, generation),
    correlationId: request.correlationId,
    acceptedAt: now,
    updatedAt: now,
    dueAt: now + BEGINS_AFTER,
    caller: { tenantId, objectId, appId },
    origin: request.origin,
    cleanedUp: false,
  } as const;
  const kept = { template, parameters, ...(group === undefined ? {} : { group }) };
  const expanded = asArmError(() =>
    expandRequest(draft, kept, services, readTemplate(template, locate)),
  );
  return {
    asked,
    request: kept,
    expanded,
    deployment: { ...draft, steps: stepsOf(expanded) },
    shown: shownOf(expanded),
  };
}

function stepsOf(expanded: ExpandedTemplate): Step[] {
  return expanded.resources
    .filter(({ condition }) => condition)
    .map(({ id, type, name, apiVersion }) => ({
      kind: 'Create',
      id,
      type,
      name,
      apiVersion,
      state: 'waiting',
    }));
}

/** A template without parameters shows none. Source: recording of test_group_deployment_lite.yaml. */
function shownOf({
  templateHash,
  parameters,
  providers,
  dependencies,
}: ExpandedTemplate): JsonObject {
  const shown = {
    templateHash,
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    providers,
    dependencies,
  };
  return shown as unknown as JsonObject;
}
