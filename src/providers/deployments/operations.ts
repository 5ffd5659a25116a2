import type { Operation } from '../../arm/index.ts';
import { refusedOperations } from '../resources/refused-operations.ts';
import { resourceTags } from '../resources/resource-tags.ts';
import { calculateTemplateHash } from './calculate-template-hash.ts';
import { createOrUpdateDeployment } from './create-or-update.ts';
import { cancelDeployment, deleteDeployment } from './end-deployments.ts';
import {
  checkDeploymentExistence,
  exportDeploymentTemplate,
  getDeployment,
  getDeploymentOperation,
  getDeploymentStatus,
  listDeploymentOperations,
  listDeployments,
} from './read-deployments.ts';
import { refusedScopes } from './refused-scopes.ts';
import type { DeploymentServices } from './services.ts';
import { validateDeployment } from './validate.ts';
import { whatIfDeployment } from './what-if.ts';

/**
 * Template deployments at the scope of resource groups and subscriptions, and what else asks our own
 * front door.
 */
export const deploymentOperations: readonly Operation<DeploymentServices>[] = [
  ...createOrUpdateDeployment,
  ...getDeployment,
  ...checkDeploymentExistence,
  ...listDeployments,
  ...deleteDeployment,
  ...cancelDeployment,
  ...exportDeploymentTemplate,
  ...listDeploymentOperations,
  ...getDeploymentOperation,
  ...getDeploymentStatus,
  ...validateDeployment,
  ...whatIfDeployment,
  calculateTemplateHash,
  ...refusedScopes,
  ...resourceTags,
];

/** What the front door knows and refuses by name; for the coverage page. */
export const refusedByFrontDoorIds: ReadonlySet<string> = new Set(
  [...refusedScopes, ...refusedOperations].map(({ operationId }) => operationId),
);
