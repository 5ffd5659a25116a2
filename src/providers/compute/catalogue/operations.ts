import type { Operation } from '../../../arm/index.ts';
import { listUsages } from '../quota/list-usages.ts';
import type { ComputeServices } from '../services.ts';
import { listVmSizes } from './list-vm-sizes.ts';
import { listResourceSkus } from './resource-skus.ts';

/** What a region offers, operation by operation. */
export const catalogueOperations: readonly Operation<ComputeServices>[] = [
  listResourceSkus,
  listVmSizes,
  listUsages,
];
