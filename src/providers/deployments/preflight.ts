import { type ArmErrorDetail, armErrors, type ArmRequest } from '../../arm/index.ts';
import type { Prepared } from './prepare.ts';
import { errorOf, isDeploymentType, sendFor, withVersion } from './resource-requests.ts';
import type { InternalAnswer } from './send.ts';
import type { DeploymentServices } from './services.ts';
import type { PlannedResource } from './walk.ts';

/**
 * Asks of each resource what its provider would refuse, by rehearsing the whole deployment: every
 * request is sent to providers that keep nothing, in the order of the deployment. Throws
 * InvalidTemplateDeployment with what they say. Source: "InvalidTemplateDeployment" of the
 * documentation: providers see the resources before the deployment begins (preflight).
 */
export async function preflight(
  { deployment }: Prepared,
  plan: readonly PlannedResource[],
  request: Pick<ArmRequest, 'correlationId'>,
  services: Pick<DeploymentServices, 'rehearse' | 'turn'>,
): Promise<void> {
  const send = services.rehearse();
  const details: ArmErrorDetail[] = [];
  for (const { resource, body } of plan) {
    // What hangs on running resources nobody can check before; nested templates are in the plan.
    if (body === undefined || isDeploymentType(resource.type)) continue;
    const target = withVersion(resource.id, resource.apiVersion);
    const refusal = refusalOf(await sendFor(send, deployment, { method: 'PUT', target, body }));
    if (refusal !== undefined) details.push(refusal);
    await services.turn();
  }
  if (details.length > 0) {
    throw armErrors.invalidTemplateDeployment(deployment.name, request.correlationId, details);
  }
}

/**
 * What is found out before a deployment begins: mistakes in the resource itself, unknown types and
 * versions, and quotas. What depends on other resources comes out when it is deployed, as in Azure.
 */
function refusalOf(answer: InternalAnswer): ArmErrorDetail | undefined {
  const { httpStatus } = answer;
  if (httpStatus < 400 || httpStatus >= 500) return undefined;
  const error = errorOf(answer);
  if (isQuota(error)) return { ...error, code: 'QuotaExceeded' };
  if (ALWAYS.has(error.code)) return error;
  return httpStatus === 400 && !LATER.has(error.code) ? error : undefined;
}

/** The same refusal has another code before a deployment. Source: shared/azure/errors.md, core quota. */
function isQuota({ code, message }: ArmErrorDetail): boolean {
  return code === 'OperationNotAllowed' && /\bquota\b/i.test(message);
}

const ALWAYS: ReadonlySet<string> = new Set([
  'InvalidResourceType',
  'InvalidResourceNamespace',
  'MissingSubscriptionRegistration',
  'NotSupported',
]);

const LATER: ReadonlySet<string> = new Set([
  'InvalidResourceReference',
  'LinkedInvalidPropertyId',
  'NetcfgInvalidSubnet',
  'ResourceNotFound',
  'NotFound',
]);
