import type { Operation } from '../../../arm/index.ts';
import { listUsages } from '../quota/list-usages.ts';
import type { ComputeServices } from '../services.ts';
import {
  getExtensionImage,
  listExtensionTypes,
  listExtensionVersions,
} from './extension-images.ts';
import {
  getImage,
  listImageSkus,
  listImageVersions,
  listOffers,
  listPublishers,
} from './list-images.ts';
import { listVmSizes } from './list-vm-sizes.ts';
import { listResourceSkus } from './resource-skus.ts';
import { getRunCommand, listRunCommands } from './run-commands.ts';

/** What a region offers, operation by operation. */
export const catalogueOperations: readonly Operation<ComputeServices>[] = [
  listResourceSkus,
  listVmSizes,
  listUsages,
  listPublishers,
  listOffers,
  listImageSkus,
  listImageVersions,
  getImage,
  listExtensionTypes,
  listExtensionVersions,
  getExtensionImage,
  listRunCommands,
  getRunCommand,
];
