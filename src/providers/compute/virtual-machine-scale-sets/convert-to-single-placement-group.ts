import { armErrors, type Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { changeExisting } from '../change-scale-set.ts';
import { changedAt, valueAt } from '../model/json-path.ts';
import { SINGLE_PLACEMENT_GROUP_LIMIT } from '../model/check-model.ts';
import { refuseFlexible } from '../instance-ids.ts';
import { SCALE_SET } from '../paths.ts';
import { entryWith } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';

// "Not supported on Flexible sets" (Microsoft's comparison of the two modes).
const AZURE_NAME = 'VirtualMachineScaleSets.ConvertToSinglePlacementGroup.POST';

/**
 * The one way from several placement groups back to one; documented for sets that fit into one.
 * Answers at once, without a body (the specification has 200). Words of the refusal: inferred.
 */
export const convertToSinglePlacementGroup: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ConvertToSinglePlacementGroup',
  method: 'POST',
  path: `${SCALE_SET}/convertToSinglePlacementGroup`,
  since: '2019-03-01',
  longRunning: false,
  rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
  async handle(request, services) {
    await changeExisting(
      request,
      services,
      { azureName: AZURE_NAME },
      ({ now, operationId }, current) => {
        const view = modelView(current);
        const { capacity } = view.facts;
        refuseFlexible(current, AZURE_NAME);
        const isOne = valueAt(view.model, 'properties', 'singlePlacementGroup') !== false;
        if (isOne || capacity > SINGLE_PLACEMENT_GROUP_LIMIT) {
          throw armErrors.operationNotAllowedOnScaleSet(AZURE_NAME, view.genesis.name);
        }
        const model = changedAt(view.model, ['properties'], (properties) => ({
          ...properties,
          singlePlacementGroup: true,
        }));
        return {
          command: { kind: 'patch', at: now, operationId, model },
          writes: [entryWith(view, model)],
        };
      },
    );
    return { httpStatus: 200, speaker: 'provider' };
  },
};
