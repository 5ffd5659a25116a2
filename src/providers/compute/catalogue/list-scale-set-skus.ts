import type { Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { valueAt } from '../model/json-path.ts';
import { findScaleSet, SCALE_SET, SCALE_SET_TYPE } from '../paths.ts';
import { capacityLimitOf } from '../model/check-model.ts';
import type { ComputeServices } from '../services.ts';
import { sizesOf } from './regions.ts';

/**
 * The sizes that a set can change to (`az vmss list-skus`). Azure leaves out what the set's hardware
 * cluster does not have; here every size of the region with the tier of the present one is offered.
 * Source: the specification's example of VirtualMachineScaleSets_ListSkus.
 */
export const listScaleSetSkus: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ListSkus',
  method: 'GET',
  path: `${SCALE_SET}/skus`,
  longRunning: false,
  rateLimits: ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'],
  async handle(request, services) {
    const { genesis, model } = modelView(await findScaleSet(request, services));
    const tier = valueAt(model, 'sku', 'tier');
    const maximum = capacityLimitOf(model, services.compute.capacityLimit);
    const value = sizesOf(genesis.location)
      .filter((size) => size.tier === tier)
      .map((size) => ({
        resourceType: SCALE_SET_TYPE,
        sku: { name: size.name, tier: size.tier },
        capacity: { minimum: 0, maximum, defaultCapacity: 1, scaleType: 'Automatic' },
      }));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};
