import type { ArmRequest, Operation } from '../../arm/index.ts';
import type { JsonObject } from '../../base/index.ts';
import { gatewayReply } from '../resources/replies.ts';
import { deploymentBody } from './bodies.ts';
import { SCOPES } from './paths.ts';
import { preflight } from './preflight.ts';
import { prepare } from './prepare.ts';
import type { DeploymentServices } from './services.ts';
import { diagnosticsOf, planOf } from './walk.ts';

/**
 * Everything that a deployment would be refused for before it begins. Answered at once, as recorded
 * (azure-cli, test_group_deployment_lite.yaml and test_subscription_level_deployment.yaml).
 */
export const validateDeployment: readonly Operation<DeploymentServices>[] = SCOPES.map(
  ({ suffix, path }) => ({
    operationId: `Deployments_Validate${suffix}`,
    method: 'POST',
    path: `${path}/validate`,
    longRunning: false,
    async handle(request: ArmRequest, services: DeploymentServices) {
      const prepared = await prepare(request, services);
      const plan = await planOf(prepared, services);
      await preflight(prepared, plan, request, services);
      const { deployment, shown } = prepared;
      const body = deploymentBody({ ...deployment, state: 'Succeeded' }, shown);
      const validatedResources = plan.map(({ resource }) => ({ id: resource.id }));
      const properties = {
        ...(body['properties'] as JsonObject),
        validatedResources,
        ...diagnosticsOf(plan),
      };
      return gatewayReply(200, { ...body, properties });
    },
  }),
);
