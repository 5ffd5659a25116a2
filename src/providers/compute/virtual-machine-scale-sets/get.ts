import type { Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { readExpand } from '../query.ts';
import { findScaleSet, SCALE_SET, scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { etagHeader, scaleSetBody } from '../shapes/scale-set.ts';

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_Get',
  method: 'GET',
  path: SCALE_SET,
  longRunning: false,
  rateLimits: ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'],
  async handle(request, services) {
    const expand = readExpand(request, ['userData']);
    const view = modelView(await findScaleSet(request, services));
    const apiVersion = request.servedVersion;
    return {
      httpStatus: 200,
      speaker: 'provider',
      headers: etagHeader(view, apiVersion),
      body: {
        json: scaleSetBody(view, {
          apiVersion,
          id: scaleSetId(request.params, view.genesis.name),
          withUserData: expand.has('userData'),
        }),
      },
    };
  },
};
