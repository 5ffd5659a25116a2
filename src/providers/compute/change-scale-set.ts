import { ArmError, armErrors, type ArmRequest } from '../../arm/index.ts';
import type { ChangeContext, Changed, Decision } from '../../fleet/index.ts';
import type { Command, Refusal, ScaleSet } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import { scaleSetKey, scaleSetName, scaleSetNotFound } from './paths.ts';
import type { ComputeServices } from './services.ts';

/** What a change comes to: a command, perhaps with documents of the same commit. */
export interface Proposal {
  readonly command: Command;
  readonly writes?: readonly Write[];
}

export interface ChangeOptions {
  /** As Azure names it in refusals: `Update Virtual Machine Scale Set`, `VirtualMachineScaleSets.Start.POST`. */
  readonly azureName: string;
  /** The `target` of a complaint about an instance id. */
  readonly idTarget?: string;
}

/**
 * Changes the set that a request names. `propose` may throw an ArmError, and otherwise must be pure:
 * when another process was faster it is asked again.
 */
export async function changeScaleSet(
  request: ArmRequest,
  { fleet }: Pick<ComputeServices, 'fleet'>,
  options: ChangeOptions,
  propose: (context: ChangeContext) => Proposal,
): Promise<Changed> {
  const outcome = await fleet.change<ArmError>(scaleSetKey(request.params), (context) =>
    decide(propose, context),
  );
  if (outcome.kind === 'changed') return outcome;
  const { refusal } = outcome;
  if (refusal instanceof ArmError) throw refusal;
  throw refusalError(refusal, request, options);
}

/** The same for a set that must be there. */
export function changeExisting(
  request: ArmRequest,
  services: Pick<ComputeServices, 'fleet'>,
  options: ChangeOptions,
  propose: (context: ChangeContext, current: ScaleSet) => Proposal,
): Promise<Changed> {
  return changeScaleSet(request, services, options, (context) => {
    if (!context.current) throw scaleSetNotFound(request.params);
    return propose(context, context.current);
  });
}

function decide(
  propose: (context: ChangeContext) => Proposal,
  context: ChangeContext,
): Decision<ArmError> {
  try {
    return { kind: 'command', ...propose(context) };
  } catch (error) {
    if (error instanceof ArmError) return { kind: 'refuse', refusal: error };
    throw error;
  }
}

/** The domain's refusals in Azure's words. */
export function refusalError(
  refusal: Refusal,
  request: ArmRequest,
  options: ChangeOptions,
): ArmError {
  const name = scaleSetName(request.params);
  switch (refusal.reason) {
    case 'MarkedForDeletion':
    case 'AlreadyDeleting':
      return armErrors.markedForDeletion(options.azureName, name);
    case 'UnknownInstance':
      return armErrors.unknownInstanceId(
        String(refusal.instanceId),
        options.idTarget ?? 'instanceIds',
      );
    case 'NoAutomaticRepairs':
      return armErrors.operationNotAllowedOnScaleSet(options.azureName, name);
    case 'AlreadyExists':
      // Somebody else created it between our look and our write.
      return armErrors.conflict();
  }
}
