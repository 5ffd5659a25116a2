import type { ArmReply, ArmRequest, Operation } from '../../arm/index.ts';
import {
  type InstanceAction,
  type InstanceSelection,
  modelView,
  type ScaleSet,
} from '../../scaleset/index.ts';
import { changeExisting, type ChangeOptions } from './change-scale-set.ts';
import {
  isFlexibleSet,
  NO_INSTANCE,
  readInstanceIds,
  readPathInstance,
  refuseFlexible,
  selectInstances,
} from './instance-ids.ts';
import { INSTANCE, SCALE_SET } from './paths.ts';
import type { ComputeServices } from './services.ts';

interface ActionRow {
  readonly action: InstanceAction;
  /** As in the operation id: `PowerOff`. */
  readonly verb: string;
  /** As in the path: `poweroff`. */
  readonly word: string;
  readonly rateLimits: readonly string[];
  /** The first api-version that has it; left out: every version. */
  readonly since?: string;
  /** Refuses what the emulator cannot do; reads flags of the query. */
  readonly checkQuery?: (request: ArmRequest) => void;
  /** Where a flag of the query makes another action of it. */
  readonly actionOf?: (request: ArmRequest) => InstanceAction;
}

export interface SetActionRow extends ActionRow {
  readonly idsRequired?: boolean;
  /** The `target` of a complaint about an id. */
  readonly idTarget?: string;
  /** Azure refuses it of Flexible sets. */
  readonly uniformOnly?: boolean;
}

/** An action on all instances of a set or on those that its body names. */
export function setAction(row: SetActionRow): Operation<ComputeServices> {
  const idTarget = row.idTarget ?? 'instanceIds';
  const verb = row.action === 'updateInstances' ? 'ManualUpgrade' : row.verb;
  const azureName = `VirtualMachineScaleSets.${verb}.POST`;
  return action(row, {
    group: 'VirtualMachineScaleSets',
    path: SCALE_SET,
    scope: 'set',
    // `VirtualMachineScaleSets.ManualUpgrade.POST` is recorded; the others are made like it.
    refusal: { azureName, idTarget },
    select(request) {
      const named = readInstanceIds(request.json(), { required: row.idsRequired ?? false });
      return (set) => {
        if (row.uniformOnly) refuseFlexible(set, azureName);
        return selectInstances(set, named, idTarget);
      };
    },
  });
}

/** An action on one machine, or on all with `*` in its place. */
export function instanceAction(row: ActionRow): Operation<ComputeServices> {
  const azureName = `VirtualMachineScaleSetVMs.${row.verb}.POST`;
  return action(row, {
    group: 'VirtualMachineScaleSetVMs',
    path: INSTANCE,
    scope: 'instance',
    refusal: { azureName },
    select({ params }) {
      const instances = readPathInstance(params['instanceId'] ?? '');
      return (set) => selectMachine(set, instances, azureName);
    },
  });
}

/** In what actions on sets and on machines differ. */
interface ActionForm {
  readonly group: string;
  readonly path: string;
  readonly scope: 'set' | 'instance';
  readonly refusal: ChangeOptions;
  /** Reads the request; what it names is decided by the set. */
  readonly select: (request: ArmRequest) => (set: ScaleSet) => InstanceSelection;
}

function action(
  row: ActionRow,
  { group, path, scope, refusal, select }: ActionForm,
): Operation<ComputeServices> {
  return {
    operationId: `${group}_${row.verb}`,
    method: 'POST',
    path: `${path}/${row.word}`,
    ...(row.since === undefined ? {} : { since: row.since }),
    longRunning: true,
    rateLimits: row.rateLimits,
    async handle(request, services) {
      row.checkQuery?.(request);
      const wanted = row.actionOf?.(request) ?? row.action;
      const instances = select(request);
      const changed = await changeExisting(
        request,
        services,
        refusal,
        ({ now, operationId }, set) => ({
          command: {
            kind: 'act',
            at: now,
            operationId,
            action: wanted,
            instances: instances(set),
            scope,
          },
        }),
      );
      return accepted(request, services, changed);
    },
  };
}

/** Machines of a Flexible set have no numbers that anybody knows: there is none of that id. */
export function selectMachine(
  set: ScaleSet,
  instances: InstanceSelection,
  azureName: string,
): InstanceSelection {
  if (instances === 'all') refuseFlexible(set, azureName);
  return isFlexibleSet(set) ? [NO_INSTANCE] : instances;
}

/**
 * 202, empty, both polling URLs; no Retry-After from Azure. R: every action of lro.md's table.
 */
export function accepted(
  request: ArmRequest,
  { longRunning }: Pick<ComputeServices, 'longRunning'>,
  { scaleSet, operation }: Awaited<ReturnType<typeof changeExisting>>,
  besides: { readonly retryAfterSeconds?: number } = {},
): ArmReply {
  return longRunning.started(request, {
    httpStatus: 202,
    operationId: operation.operationId,
    location: modelView(scaleSet).genesis.location,
    withLocation: true,
    instanceCount: operation.instanceCount,
    ...besides,
  });
}
