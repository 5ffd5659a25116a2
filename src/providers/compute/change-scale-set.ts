import { invariant } from '../../base/index.ts';
import { ArmError, armErrors, type ArmRequest } from '../../arm/index.ts';
import type { ChangeContext, Changed, Decision, Refused } from '../../fleet/index.ts';
import type { Command, Refusal, ScaleSet } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import { activityOfCommand, noteOutcome } from './activity-of-command.ts';
import { changeWithDisks } from './attached-disks.ts';
import { scaleSetKey, scaleSetName, scaleSetNotFound } from './paths.ts';
import { changeWithQuota } from './quota/change-with-quota.ts';
import type { ComputeServices } from './services.ts';

/** What a change comes to: a command, perhaps with documents of the same commit. */
export interface Proposal {
  readonly command: Command;
  readonly writes?: readonly Write[];
}

export interface ChangeOptions {
  /** As Azure names it in refusals: `Update Virtual Machine Scale Set`, `VirtualMachineScaleSets.Start.POST`. */
  readonly azureName: string;
  /** The `target` of a complaint about an id of a list; left out where the path names one machine. */
  readonly idTarget?: string;
}

/** Asks for a change; how it was refused, in the domain's words or as an ArmError, is the caller's to say. */
export function tryChange(
  request: ArmRequest,
  services: Pick<ComputeServices, 'fleet' | 'compute' | 'shells'>,
  propose: (context: ChangeContext) => Proposal,
): Promise<Changed | Refused<ArmError | Refusal>> {
  return tryChangeKey(scaleSetKey(request.params), services, propose);
}

/** The same for a set that the request does not name. */
export async function tryChangeKey(
  key: string,
  { fleet, compute, shells }: Pick<ComputeServices, 'fleet' | 'compute' | 'shells'>,
  propose: (context: ChangeContext) => Proposal,
): Promise<Changed | Refused<ArmError | Refusal>> {
  const { quotas } = compute;
  const outcome = await changeWithDisks(
    shells,
    (wanted) => changeWithQuota({ fleet, quotas }, key, (context) => decide(wanted, context)),
    propose,
  );
  noteOutcome(outcome);
  return outcome;
}

/**
 * Changes the set that a request names. `propose` may throw an ArmError, and otherwise must be pure:
 * when another process was faster it is asked again.
 */
async function changeScaleSet(
  request: ArmRequest,
  services: Pick<ComputeServices, 'fleet' | 'compute' | 'shells'>,
  options: ChangeOptions,
  propose: (context: ChangeContext) => Proposal,
): Promise<Changed> {
  const outcome = await tryChange(request, services, propose);
  if (outcome.kind === 'changed') return outcome;
  throw refusalError(outcome.refusal, request, options);
}

/** The same for a set that must be there. */
export function changeExisting(
  request: ArmRequest,
  services: Pick<ComputeServices, 'fleet' | 'compute' | 'shells'>,
  options: ChangeOptions,
  propose: (context: ChangeContext, current: ScaleSet) => Proposal,
): Promise<Changed> {
  return changeScaleSet(request, services, options, existing(request, propose));
}

/** Throws ResourceNotFound when there is no set to change. */
export function existing(
  request: ArmRequest,
  propose: (context: ChangeContext, current: ScaleSet) => Proposal,
): (context: ChangeContext) => Proposal {
  return (context) => {
    if (!context.current) throw scaleSetNotFound(request.params);
    return propose(context, context.current);
  };
}

function decide(
  propose: (context: ChangeContext) => Proposal,
  context: ChangeContext,
): Decision<ArmError> {
  try {
    const { command, writes = [] } = propose(context);
    return { kind: 'command', command, writes: [...writes, ...activityOfCommand(command)] };
  } catch (error) {
    if (error instanceof ArmError) return { kind: 'refuse', refusal: error };
    throw error;
  }
}

/** The domain's refusals in Azure's words. */
export function refusalError(
  refusal: Refusal | ArmError,
  request: ArmRequest,
  options: ChangeOptions,
): ArmError {
  if (refusal instanceof ArmError) return refusal;
  const name = scaleSetName(request.params);
  switch (refusal.reason) {
    case 'MarkedForDeletion':
    case 'AlreadyDeleting':
      return armErrors.markedForDeletion(options.azureName, name);
    case 'UnknownInstance':
      // A machine that was asked by its own path is a resource that is not there. The refusal of a
      // list of ids is recorded, this one is inferred from the GET of such a machine.
      return options.idTarget === undefined
        ? armErrors.instanceNotFound()
        : armErrors.unknownInstanceId(refusal.instance, options.idTarget);
    case 'NotFlexible':
    case 'NoSuchZone':
    case 'NoAutomaticRepairs':
      return armErrors.operationNotAllowedOnScaleSet(options.azureName, name);
    case 'RollingUpgradeInProgress':
      return armErrors.rollingUpgradeInProgress();
    case 'NoRollingUpgrade':
      return armErrors.noRollingUpgrade();
    case 'ProtectedFromScaleIn':
      return armErrors.protectedFromScaleIn(name, refusal.count);
    case 'InstanceNotRunning':
      return armErrors.instanceNotRunning();
    case 'RunCommandInProgress':
      return armErrors.runCommandInProgress();
    case 'NothingToApprove':
      return armErrors.nothingToApprove();
    case 'HookEventCompleted':
      return armErrors.hookEventCompleted();
    case 'UnknownHookTarget':
      return armErrors.invalidParameterValue('targetResources');
    case 'HookWaitOutOfRange':
      return armErrors.invalidParameterValue('waitUntil');
    case 'UnknownHookEvent':
    case 'UnknownScheduledEvent':
    case 'UnknownRunCommand':
    case 'UnknownVmExtension':
      return armErrors.instanceNotFound();
    case 'HibernationNotEnabled':
      return armErrors.hibernationNotEnabled();
    case 'CannotHibernate':
      return armErrors.cannotHibernate();
    case 'NotSpot':
      return armErrors.notSpot();
    case 'NoHealthMonitoring':
    case 'NotReporting':
    case 'HealthStateNotAvailable':
      invariant(false, 'no operation of Azure says how machines are');
    case 'NameTaken':
    case 'AlreadyExists':
      // Somebody else created it between our look and our write.
      return armErrors.conflict();
  }
}
