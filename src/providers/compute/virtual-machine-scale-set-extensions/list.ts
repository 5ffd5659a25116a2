import { armErrors, type Operation } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { findScaleSet, SCALE_SET, scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { extensionBody, extensionsOf } from '../shapes/extension.ts';

const EXTENSIONS = `${SCALE_SET}/extensions`;

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetExtensions_List',
  method: 'GET',
  path: EXTENSIONS,
  since: '2017-03-30',
  longRunning: false,
  rateLimits: ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'],
  async handle(request, services) {
    const view = modelView(await findScaleSet(request, services));
    const options = {
      apiVersion: request.servedVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      provisioningState: view.provisioningState,
    };
    const value = extensionsOf(view.model).map((extension) => extensionBody(extension, options));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

export const get: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetExtensions_Get',
  method: 'GET',
  path: `${EXTENSIONS}/{vmssExtensionName}`,
  since: '2017-03-30',
  longRunning: false,
  rateLimits: ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'],
  async handle(request, services) {
    const view = modelView(await findScaleSet(request, services));
    const name = request.params['vmssExtensionName'] ?? '';
    const extension = extensionsOf(view.model).find((item) =>
      sameName(String(item['name'] ?? ''), name),
    );
    // Not recorded; a machine that is not there reads like this.
    if (!extension) throw armErrors.instanceNotFound();
    const body = extensionBody(extension, {
      apiVersion: request.servedVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      provisioningState: view.provisioningState,
    });
    return { httpStatus: 200, speaker: 'provider', body: { json: body } };
  },
};
