import type { Operation } from '../../arm/index.ts';
import { templateHash } from '../../templates/index.ts';
import { gatewayReply } from '../resources/replies.ts';
import { readBody, readText } from './read-request.ts';
import type { DeploymentServices } from './services.ts';

/** The body is the template itself. Source: "Deployments - Calculate Template Hash". */
export const calculateTemplateHash: Operation<DeploymentServices> = {
  operationId: 'Deployments_CalculateTemplateHash',
  method: 'POST',
  path: '/providers/Microsoft.Resources/calculateTemplateHash',
  longRunning: false,
  async handle(request) {
    const template = readBody(readText(request.body));
    return gatewayReply(200, {
      minifiedTemplate: JSON.stringify(template),
      templateHash: templateHash(template),
    });
  },
};
