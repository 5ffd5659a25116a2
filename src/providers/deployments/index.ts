export { DeploymentStore } from './deployment-store.ts';
export { createDeployments, type Deployments } from './deployments.ts';
export { LenientJsonError, parseLenientJson } from './lenient-json.ts';
export { deploymentOperations, refusedByFrontDoorIds } from './operations.ts';
export { createSealer } from './seal.ts';
export type { InternalAnswer, InternalRequest, Send } from './send.ts';
export type { DeploymentServices } from './services.ts';
