import { armErrors, type HttpMethod, type Operation } from '../../arm/index.ts';
import { COLLECTION, REFUSED_SCOPES } from './paths.ts';
import type { DeploymentServices } from './services.ts';

const ROWS: readonly (readonly [method: HttpMethod, id: string, below: string])[] = [
  ['PUT', 'Deployments_CreateOrUpdate', ''],
  ['GET', 'Deployments_Get', ''],
  ['HEAD', 'Deployments_CheckExistence', ''],
  ['DELETE', 'Deployments_Delete', ''],
  ['POST', 'Deployments_Validate', '/validate'],
  ['POST', 'Deployments_WhatIf', '/whatIf'],
  ['POST', 'Deployments_Cancel', '/cancel'],
  ['POST', 'Deployments_ExportTemplate', '/exportTemplate'],
  ['GET', 'DeploymentOperations_List', '/operations'],
  ['GET', 'DeploymentOperations_Get', '/operations/{operationId}'],
];

/** Scopes above the subscription: there is nothing there that could be deployed. */
export const refusedScopes: readonly Operation<DeploymentServices>[] = REFUSED_SCOPES.flatMap(
  ({ suffix, scope, path }) => [
    ...ROWS.map(([method, id, below]) => refusing(method, `${id}${suffix}`, `${path}${below}`)),
    refusing('GET', `Deployments_List${suffix}`, `${scope}/${COLLECTION}`),
  ],
);

function refusing(
  method: HttpMethod,
  operationId: string,
  path: string,
): Operation<DeploymentServices> {
  return {
    operationId,
    method,
    path,
    longRunning: false,
    async handle() {
      throw armErrors.notSupportedByFrontDoor(`The operation '${operationId}'`);
    },
  };
}
