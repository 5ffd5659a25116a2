import { armErrors, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { isJsonObject } from '../../../base/index.ts';
import { modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { selectAmong } from '../instance-ids.ts';
import { provider } from '../model/read-request.ts';
import { readObject } from '../model/read-value.ts';
import { listOf, object, string } from '../model/schema-types.ts';
import { SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { unknownMembers } from './write-reply.ts';

/** Source: the specification, MigrateVMAvailabilityZoneInput (2026-04-01). */
const input = object('MigrateVMAvailabilityZoneInput', {
  instanceIds: listOf(string),
  targetZone: string,
});

/** Moves machines to another zone of the set: to the one that is named, or to the emptiest. */
export const migrateVMAvailabilityZone: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_MigrateVMAvailabilityZone',
  method: 'POST',
  path: `${SCALE_SET}/migrateVMAvailabilityZone`,
  since: '2026-04-01',
  longRunning: true,
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
  ],
  async handle(request, services) {
    const { named, zone } = readInput(request);
    const azureName = 'VirtualMachineScaleSets.MigrateVMAvailabilityZone.POST';
    const changed = await changeExisting(
      request,
      services,
      { azureName, idTarget: 'instanceIds' },
      ({ now, operationId }, set) => {
        checkZone(set, zone, azureName);
        const instances = selectAmong(set, named, 'instanceIds');
        return { command: { kind: 'migrateZone', at: now, operationId, instances, zone } };
      },
    );
    return accepted(request, services, changed);
  },
};

/** Which zones a set has is its model's to say; a set without any has nowhere to move to. */
function checkZone(set: ScaleSet, zone: string | null, azureName: string): void {
  const { facts, genesis } = modelView(set);
  if (facts.zones.length === 0) {
    throw armErrors.operationNotAllowedOnScaleSet(azureName, genesis.name);
  }
  if (zone !== null && !facts.zones.includes(zone)) {
    throw armErrors.valueNotAllowed('targetZone', zone, facts.zones);
  }
}

function readInput(request: ArmRequest): {
  readonly named: readonly string[];
  readonly zone: string | null;
} {
  const body = request.json();
  const { instanceIds, targetZone } = provider(
    () => readObject(isJsonObject(body) ? body : {}, input, '', unknownMembers(request)),
    'migrateVMAvailabilityZoneInput',
  );
  if (!Array.isArray(instanceIds) || instanceIds.length === 0) {
    throw armErrors.missingParameter('instanceIds');
  }
  return {
    named: instanceIds.map(String),
    zone: typeof targetZone === 'string' ? targetZone : null,
  };
}
