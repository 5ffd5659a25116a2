import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject } from '../../../base/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { changedAt, objectAt, valueAt } from '../model/json-path.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { integer, object, string } from '../model/schema-types.ts';
import { SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { proposeModel } from './propose-model.ts';
import { unknownMembers } from './write-reply.ts';

/** Source: the specification, VMScaleSetScaleOutInput. */
const input = object('VMScaleSetScaleOutInput', {
  capacity: integer,
  properties: object('VMScaleSetScaleOutInputProperties', { zone: string }),
});

/** So many machines more than there are, without saying how many that makes. */
export const scaleOut: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ScaleOut',
  method: 'POST',
  path: `${SCALE_SET}/scaleOut`,
  since: '2025-04-01',
  longRunning: true,
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  async handle(request, services) {
    const more = readCapacity(request);
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSets.ScaleOut.POST' },
      (context, current) =>
        proposeModel(request, services, context, current, {
          kind: 'patch',
          sent: {},
          merge: (model) =>
            changedAt(model, ['sku'], (sku) => ({
              ...sku,
              capacity: Number(valueAt(model, 'sku', 'capacity') ?? 0) + more,
            })),
        }),
    );
    return accepted(request, services, changed);
  },
};

function readCapacity(request: ArmRequest): number {
  const body = request.json();
  const sent = provider(
    () => readObject(isJsonObject(body) ? body : {}, input, '', unknownMembers(request)),
    'scaleOutInput',
  );
  const { capacity } = sent;
  if (capacity === undefined) throw armErrors.missingParameter('capacity');
  if (typeof capacity !== 'number' || capacity < 1) {
    throw armErrors.invalidParameterValue('capacity');
  }
  // Zones go round by the machines' numbers; picking one would be pretended.
  if ('zone' in objectAt(sent, 'properties')) {
    throw armErrors.notSupportedHere('The zone of scaleOut');
  }
  return capacity;
}
