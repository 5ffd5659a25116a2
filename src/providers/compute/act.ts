import type { ArmReply, ArmRequest, Operation } from '../../arm/index.ts';
import { modelView, type InstanceAction } from '../../scaleset/index.ts';
import { changeExisting } from './change-scale-set.ts';
import { readInstanceIds, readPathInstance } from './instance-ids.ts';
import { INSTANCE, SCALE_SET } from './paths.ts';
import type { ComputeServices } from './services.ts';

interface ActionRow {
  readonly action: InstanceAction;
  /** As in the operation id: `PowerOff`. */
  readonly verb: string;
  /** As in the path: `poweroff`. */
  readonly word: string;
  readonly rateLimits: readonly string[];
}

export interface SetActionRow extends ActionRow {
  readonly idsRequired?: boolean;
  /** The `target` of a complaint about an id. */
  readonly idTarget?: string;
  /** Refuses what the emulator cannot do; reads flags of the query. */
  readonly checkQuery?: (request: ArmRequest) => void;
}

/** An action on all instances of a set or on those that its body names. */
export function setAction(row: SetActionRow): Operation<ComputeServices> {
  const idTarget = row.idTarget ?? 'instanceIds';
  return {
    operationId: `VirtualMachineScaleSets_${row.verb}`,
    method: 'POST',
    path: `${SCALE_SET}/${row.word}`,
    longRunning: true,
    rateLimits: row.rateLimits,
    async handle(request, services) {
      row.checkQuery?.(request);
      const instances = readInstanceIds(request.json(), {
        required: row.idsRequired ?? false,
        target: idTarget,
      });
      const changed = await changeExisting(
        request,
        services,
        { azureName: azureName(row), idTarget },
        ({ now, operationId }) => ({
          command: {
            kind: 'act',
            at: now,
            operationId,
            action: row.action,
            instances,
            scope: 'set',
          },
        }),
      );
      return accepted(request, services, changed);
    },
  };
}

export interface InstanceActionRow extends ActionRow {
  readonly checkQuery?: (request: ArmRequest) => void;
}

/** An action on one machine, or on all with `*` in its place. */
export function instanceAction(row: InstanceActionRow): Operation<ComputeServices> {
  return {
    operationId: `VirtualMachineScaleSetVMs_${row.verb}`,
    method: 'POST',
    path: `${INSTANCE}/${row.word}`,
    longRunning: true,
    rateLimits: row.rateLimits,
    async handle(request, services) {
      row.checkQuery?.(request);
      const changed = await changeExisting(
        request,
        services,
        { azureName: `VirtualMachineScaleSetVMs.${row.verb}.POST` },
        ({ now, operationId }) => ({
          command: {
            kind: 'act',
            at: now,
            operationId,
            action: row.action,
            instances: readPathInstance(request.params['instanceId'] ?? ''),
            scope: 'instance',
          },
        }),
      );
      return accepted(request, services, changed);
    },
  };
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

/** `VirtualMachineScaleSets.ManualUpgrade.POST` is recorded; the others are made like it. */
function azureName(row: SetActionRow): string {
  const verb = row.action === 'updateInstances' ? 'ManualUpgrade' : row.verb;
  return `VirtualMachineScaleSets.${verb}.POST`;
}
