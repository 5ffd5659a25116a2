import type { ArmRequest, Operation } from '../../../arm/index.ts';
import type { InstanceSelection, ScaleSet, Scope } from '../../../scaleset/index.ts';
import { accepted, selectMachine } from '../act.ts';
import { changeExisting, type ChangeOptions } from '../change-scale-set.ts';
import { readInstanceIds, readPathInstance, selectInstances } from '../instance-ids.ts';
import { INSTANCE, SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';

/*
 * "Deferred OS upgrades … The upgrade then defers until the upgrade is approved via an
 * ApproveRollingUpgrade call" (specification, AutomaticOSUpgradePolicy.osRollingUpgradeDeferral).
 */

/** Of machines of a set, of all when none are named. */
export const approveOfSet = approval({
  group: 'VirtualMachineScaleSets',
  path: SCALE_SET,
  scope: 'set',
  refusal: {
    azureName: 'VirtualMachineScaleSets.ApproveRollingUpgrade.POST',
    idTarget: 'instanceIds',
  },
  select(request) {
    const named = readInstanceIds(request.json(), { required: false });
    return (set) => selectInstances(set, named, 'instanceIds');
  },
});

/** Of one machine. */
export const approveOfInstance = approval({
  group: 'VirtualMachineScaleSetVMs',
  path: INSTANCE,
  scope: 'instance',
  refusal: { azureName: 'VirtualMachineScaleSetVMs.ApproveRollingUpgrade.POST' },
  select({ params }) {
    const instances = readPathInstance(params['instanceId'] ?? '');
    return (set) =>
      selectMachine(set, instances, 'VirtualMachineScaleSetVMs.ApproveRollingUpgrade.POST');
  },
});

interface Form {
  readonly group: string;
  readonly path: string;
  readonly scope: Scope;
  readonly refusal: ChangeOptions;
  readonly select: (request: ArmRequest) => (set: ScaleSet) => InstanceSelection;
}

function approval({ group, path, scope, refusal, select }: Form): Operation<ComputeServices> {
  return {
    operationId: `${group}_ApproveRollingUpgrade`,
    method: 'POST',
    path: `${path}/approveRollingUpgrade`,
    since: '2023-09-01',
    longRunning: true,
    rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
    async handle(request, services) {
      const selectIn = select(request);
      const changed = await changeExisting(
        request,
        services,
        refusal,
        ({ now, operationId }, set) => {
          const instances = selectIn(set);
          return {
            command: { kind: 'approveRollingUpgrade', at: now, operationId, instances, scope },
          };
        },
      );
      return accepted(request, services, changed);
    },
  };
}
