import { ArmError, armErrors, type ArmReply, type ArmRequest } from '../../../arm/index.ts';
import type { Changed, ChangeContext } from '../../../fleet/index.ts';
import {
  type Command,
  findInstance,
  findInstanceId,
  modelView,
  type Refusal,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { refusalError, tryChangeKey } from '../change-scale-set.ts';
import { scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import type { Machine } from '../virtual-machine-scale-set-vms/propose-own.ts';
import { findMachine, machineNotFound } from './find-machine.ts';

/** Its set, or it alone, is being deleted. */
const LEAVING: ReadonlySet<Refusal['reason']> = new Set([
  'MarkedForDeletion',
  'AlreadyDeleting',
  'UnknownInstance',
]);

/** What a machine is asked for, in the words of its set. */
export type Propose = (context: ChangeContext, set: ScaleSet, instanceId: number) => Command;

/**
 * Changes the machine that a request names, by a command in the journal of its set. Undefined when
 * it is on its way out. Throws ResourceNotFound.
 */
export async function tryChangeMachine(
  request: ArmRequest,
  services: ComputeServices,
  azureName: string,
  propose: Propose,
): Promise<Changed | undefined> {
  const { key, instance } = await findMachine(request, services);
  const outcome = await tryChangeKey(key, services, (context) => {
    const set = context.current;
    const instanceId = set && findInstanceId(set, instance.name);
    if (set === undefined || instanceId === undefined) throw machineNotFound(request.params);
    return { command: propose(context, set, instanceId) };
  });
  if (outcome.kind === 'changed') return outcome;
  const { refusal } = outcome;
  if (refusal instanceof ArmError) throw refusal;
  if (LEAVING.has(refusal.reason)) return undefined;
  throw refusalError(refusal, request, { azureName });
}

/** A machine as its set has it, to be shown or changed. Only of an id that the set has. */
export function machineOf(request: ArmRequest, set: ScaleSet, instanceId: number): Machine {
  const view = modelView(set);
  const instance = findInstance(set, instanceId);
  if (!instance) throw machineNotFound(request.params);
  return { view, instance, setId: scaleSetId(request.params, view.genesis.name) };
}

/** The same for what a machine on its way out refuses: 202 and where to ask how it goes. */
export async function changeMachine(
  request: ArmRequest,
  services: ComputeServices,
  azureName: string,
  propose: Propose,
): Promise<ArmReply> {
  const changed = await tryChangeMachine(request, services, azureName, propose);
  if (changed) return accepted(request, services, changed);
  throw armErrors.machineMarkedForDeletion(azureName, request.params['vmName'] ?? '');
}
