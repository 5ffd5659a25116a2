export { networkOperations, networkResourceTypes, networkTypes } from './operations.ts';
