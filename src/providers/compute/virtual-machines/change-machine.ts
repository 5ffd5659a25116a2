import { ArmError, armErrors, type ArmReply, type ArmRequest } from '../../../arm/index.ts';
import type { Changed, ChangeContext } from '../../../fleet/index.ts';
import { type Command, findInstanceId, type ScaleSet } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { tryChangeKey } from '../change-scale-set.ts';
import type { ComputeServices } from '../services.ts';
import { findMachine, machineNotFound } from './find-machine.ts';

/** What a machine is asked for, in the words of its set. */
export type Propose = (context: ChangeContext, set: ScaleSet, instanceId: number) => Command;

/**
 * Changes the machine that a request names, by a command in the journal of its set. Undefined when
 * it is on its way out. Throws ResourceNotFound.
 */
export async function tryChangeMachine(
  request: ArmRequest,
  services: ComputeServices,
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
  if (outcome.refusal instanceof ArmError) throw outcome.refusal;
  // Its set, or it alone, is being deleted: the domain has no other reason to refuse these.
  return undefined;
}

/** The same for what a machine on its way out refuses: 202 and where to ask how it goes. */
export async function changeMachine(
  request: ArmRequest,
  services: ComputeServices,
  azureName: string,
  propose: Propose,
): Promise<ArmReply> {
  const changed = await tryChangeMachine(request, services, propose);
  if (changed) return accepted(request, services, changed);
  throw armErrors.machineMarkedForDeletion(azureName, request.params['vmName'] ?? '');
}
