import { provider } from './provider.ts';

/**
 * Refusals of what is asked of machines and of rolling upgrades. Marks as in front-door.ts; source of
 * each: shared/azure/errors.md, "CRP", unless said.
 */
export const computeActionErrors = {
  /** The rule is documented ("Types of instance protection"); the words are a guess. G. */
  protectedFromScaleIn: (scaleSetName: string, count: number) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Unable to scale in Virtual Machine Scale Set '${scaleSetName}' below '${count}' instances, which are protected from scale-in.`,
    }),

  /** I: WALinuxAgent and azure-cli issues about extensions and run command on a stopped machine. */
  instanceNotRunning: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'Cannot modify extensions in the VM when the VM is not running.',
    }),

  /** I: azure-cli #32305, azure-docs #43356. */
  runCommandInProgress: () =>
    provider({
      httpStatus: 409,
      code: 'Conflict',
      message:
        'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
    }),

  /** R 2020-2023, without a full stop. */
  notSpot: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: "Operation 'simulateEviction' is allowed only for Spot Virtual Machines",
    }),

  /** I: Microsoft's list of Compute error codes, Kubernetes' page on disk attach problems. */
  diskOwned: (diskId: string, machineId: string) =>
    provider({
      httpStatus: 409,
      code: 'ConflictingUserInput',
      message: `Disk '${diskId}' cannot be attached as the disk is already owned by VM '${machineId}'.`,
    }),

  /** Ours: machines have lists of what clients put to them; Azure's limits and words are not documented. G. */
  tooManyOfMachine: (what: string, limit: number) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `A VM cannot have more than '${limit}' ${what}.`,
    }),

  /** That it is refused is certain; the words are a guess. G. */
  bootDiagnosticsDisabled: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'Boot diagnostics is not enabled for the VM.',
    }),

  /** R (25 times, 2017-2023). */
  noRollingUpgrade: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'There is no ongoing Rolling Upgrade to cancel.',
    }),

  /** In the words of an upgrade that cannot be cancelled. G. */
  nothingToApprove: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'There is no ongoing Rolling Upgrade that is waiting for approval.',
    }),

  /** That an answer is final is documented (specification, "terminal state"); the words are a guess. G. */
  hookEventCompleted: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'The lifecycle hook event has been answered already.',
    }),

  /** The rule is documented (one at a time); the words are a guess. G. */
  rollingUpgradeInProgress: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: 'Rolling Upgrade cannot be started because another Rolling Upgrade is in progress.',
    }),

  /** R. */
  osUpgradeNeedsLatest: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message:
        'The OS Rolling Upgrade API cannot be used on a VM Scale Set unless the VM Scale Set has some instances which have imageReference.version set to latest.',
    }),

  /** R 2017: of a set that never had one. */
  noRollingUpgradeYet: () =>
    provider({ httpStatus: 404, code: 'NotFound', message: 'The entity was not found.' }),

  /** I: cloud-provider-azure #9728, with the tags in their quotes. */
  etagMismatch: (ifMatch: string, etag: string) =>
    provider({
      httpStatus: 412,
      code: 'PreconditionFailed',
      message: `Etag provided in if-match header ${ifMatch} does not match etag ${etag} of resource.`,
    }),

  /** R. */
  notEligibleForMaintenance: (machine: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Operation 'performMaintenance' is not allowed on VM '${machine}' since the Subscription of this VM is not eligible.`,
    }),
} as const;
