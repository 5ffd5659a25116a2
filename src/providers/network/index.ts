export { machineNetworkOperations } from './machines/operations.ts';
export { networkOperations, networkResourceTypes, networkTypes } from './operations.ts';
