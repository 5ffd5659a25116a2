import type { ArmRequest } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import type { ChangeContext } from '../../../fleet/index.ts';
import { modelView, type ScaleSet } from '../../../scaleset/index.ts';
import type { Proposal } from '../change-scale-set.ts';
import { checkChanges } from '../model/changes.ts';
import { checkSameLocation } from '../model/check-location.ts';
import { completeModel } from '../model/complete-model.ts';
import { checkEtags } from '../preconditions.ts';
import { entryWith } from '../registry-entry.ts';
import type { ComputeServices } from '../services.ts';
import { etagOf } from '../shapes/scale-set.ts';

export interface ModelChange {
  readonly kind: 'put' | 'patch';
  readonly sent: JsonObject;
  /** The whole model as it is to be, made of the current one and of what was sent. */
  readonly merge: (current: JsonObject) => JsonObject;
  /** Where the machines that it adds are put; in all zones of the set when left out. */
  readonly zone?: string | undefined;
}

/** What PUT and PATCH of a set that exists have in common: the checks, the command, the list's entry. */
export function proposeModel(
  request: ArmRequest,
  services: ComputeServices,
  context: ChangeContext,
  current: ScaleSet,
  { kind, sent, merge, zone }: ModelChange,
): Proposal {
  const view = modelView(current);
  const { resourceId: id, name, location, uniqueId } = view.genesis;
  checkEtags(request, etagOf(view));
  checkSameLocation(sent['location'], {
    name,
    resourceGroupName: request.params['resourceGroupName'] ?? '',
    existing: location,
  });
  const merged = merge(view.model);
  checkChanges(view.model, merged);
  const model = completeModel(merged, {
    name,
    resourceId: id,
    location,
    uniqueId,
    tenantId: services.directory.tenantId,
    settings: services.compute,
    current: view.model,
  });
  const command = { at: context.now, operationId: context.operationId, model };
  return {
    command:
      kind === 'patch' && zone !== undefined ? { ...command, kind, zone } : { ...command, kind },
    writes: [entryWith(view, model)],
  };
}
