import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
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

/** So many machines more than there are, without saying how many that makes; in a zone if one is named. */
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
    const { more, zone } = readScaleOut(request);
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSets.ScaleOut.POST' },
      (context, current) => {
        if (zone !== undefined && !modelView(current).facts.zones.includes(zone)) {
          throw armErrors.invalidParameterValue('zone');
        }
        return proposeModel(request, services, context, current, {
          kind: 'patch',
          sent: {},
          zone,
          merge: (model) =>
            changedAt(model, ['sku'], (sku) => ({
              ...sku,
              capacity: Number(valueAt(model, 'sku', 'capacity') ?? 0) + more,
            })),
        });
      },
    );
    return accepted(request, services, changed);
  },
};

function readScaleOut(request: ArmRequest): { more: number; zone: string | undefined } {
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
  const { zone } = objectAt(sent, 'properties');
  return { more: capacity, zone: typeof zone === 'string' ? zone : undefined };
}
