import { armErrors, type ArmRequest } from '../../arm/index.ts';
import { foldCase } from '../../base/index.ts';
import type { ScaleSet } from '../../scaleset/index.ts';
import type { ComputeServices } from './services.ts';

export const SCALE_SET_TYPE = 'Microsoft.Compute/virtualMachineScaleSets';

export const SCALE_SETS =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/virtualMachineScaleSets';
export const SCALE_SET = `${SCALE_SETS}/{vmScaleSetName}`;
export const INSTANCE = `${SCALE_SET}/virtualMachines/{instanceId}`;

export const VIRTUAL_MACHINE_TYPE = 'Microsoft.Compute/virtualMachines';
export const VIRTUAL_MACHINES =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/virtualMachines';
export const VIRTUAL_MACHINE = `${VIRTUAL_MACHINES}/{vmName}`;

type Params = ArmRequest['params'];

/** The name as the client cased it; the specification calls the parameter differently in one path. */
export function scaleSetName(params: Params): string {
  return params['vmScaleSetName'] ?? params['virtualMachineScaleSetName'] ?? '';
}

/** Requests to one target share their parameters, so the key of a polled set is made once. */
const keys = new WeakMap<Params, string>();

/** The key of the set that a request names: its id in lower case. */
export function scaleSetKey(params: Params): string {
  let key = keys.get(params);
  if (key === undefined) {
    key = foldCase(scaleSetId(params, scaleSetName(params)));
    keys.set(params, key);
  }
  return key;
}

/** An answer's id keeps the request's casing of the group, and has the type's own (errors.md, "Case"). */
export function scaleSetId(params: Params, name: string): string {
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/${SCALE_SET_TYPE}/${name}`;
}

/** The set that a request names, brought to the present. Throws ResourceNotFound. */
export async function findScaleSet(
  request: ArmRequest,
  { fleet }: Pick<ComputeServices, 'fleet'>,
): Promise<ScaleSet> {
  const set = await fleet.find(scaleSetKey(request.params));
  if (!set) throw scaleSetNotFound(request.params);
  return set;
}

/** For a child of a missing set the name of the set is reported, not the child's. R (instanceView 2016). */
export function scaleSetNotFound(params: Params): Error {
  return armErrors.resourceNotFound(
    SCALE_SET_TYPE,
    scaleSetName(params),
    params['resourceGroupName'] ?? '',
  );
}
