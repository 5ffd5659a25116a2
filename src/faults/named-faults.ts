import { failures } from './catalogue.ts';
import type { Failure } from './failure.ts';

/** What becomes of the machines of a set when a fault strikes them at once. */
export type StrikeKind = 'fail' | 'unhealthy' | 'evict' | 'loseHost' | 'loseZone';

/** What a named fault does, and where it is seen. */
export type NamedFault = {
  /** For people; one sentence. */
  readonly summary: string;
  /** Where code and text were seen, or that they are inferred. */
  readonly source: string;
} & (
  | /** A write is refused before anything has happened. */
    {
      readonly kind: 'refusal';
      readonly numbers?: readonly string[];
    } /** Machines fail, or hang, in a step. */
  | {
      readonly kind: 'machine';
      readonly steps: readonly string[];
      readonly effect: 'fail' | 'hang';
      readonly failure: Failure | null;
    } /** The set's own operation fails. */
  | {
      readonly kind: 'set';
      readonly view: Failure;
      readonly operation: Failure;
    } /** Machines that are there are struck at once. */
  | {
      readonly kind: 'strike';
      readonly strike: StrikeKind;
      readonly failure: Failure | null;
      /** What machines that are begun meanwhile fail with. */
      readonly meanwhile?: Failure;
    }
);

/** All steps that a client can ask for, in the order of a machine's life. */
export const ASKED_STEPS = [
  'allocate',
  'boot',
  'provisionOs',
  'installExtension',
  'start',
  'powerOff',
  'restart',
  'deallocate',
  'reimage',
  'reimageAll',
  'redeploy',
  'update',
  'delete',
  'modify',
  'runCommand',
] as const;

const PLACING = ['allocate', 'start'] as const;

/**
 * The faults that can be had by name: Azure's code where it has one.
 */
export const namedFaults = {
  AllocationFailed: {
    kind: 'machine',
    steps: PLACING,
    effect: 'fail',
    failure: failures.allocationFailed,
    summary: 'Machines are not placed: the region has no room for their size.',
    source: 'Azure/AKS#1272; errors.md',
  },
  ZonalAllocationFailed: {
    kind: 'machine',
    steps: PLACING,
    effect: 'fail',
    failure: failures.zonalAllocationFailed,
    summary: 'Machines are not placed: their zone has no room for their size.',
    source: 'Azure/AKS#1272 and Microsoft, "Troubleshoot allocation failures"',
  },
  OverconstrainedAllocationRequest: {
    kind: 'machine',
    steps: PLACING,
    effect: 'fail',
    failure: failures.overconstrainedAllocationRequest,
    summary: 'Machines are not placed: nothing meets all their constraints. It shows late.',
    source: 'kubernetes/autoscaler#8323; errors.md',
  },
  OverconstrainedZonalAllocationRequest: {
    kind: 'machine',
    steps: PLACING,
    effect: 'fail',
    failure: failures.overconstrainedZonalAllocationRequest,
    summary: 'The same in a zone.',
    source: 'jenkins-infra/helpdesk#4459; errors.md',
  },
  SkuNotAvailable: {
    kind: 'refusal',
    summary: 'A creation or change is refused: the size is not to be had here.',
    source: 'errors.md',
  },
  QuotaExceeded: {
    kind: 'refusal',
    numbers: ['limit', 'usage', 'additional'],
    summary: 'A creation or change is refused: it would exceed the regional cores.',
    source: 'cilium/cilium#45923; errors.md',
  },
  OperationNotAllowed: {
    kind: 'refusal',
    summary: 'A write is refused: the set does not allow it now.',
    source: 'errors.md',
  },
  RetryableError: {
    kind: 'refusal',
    summary: 'A write is refused for the moment: what it needs is being changed.',
    source: 'hashicorp/terraform-provider-azurerm#15509, #8052; errors.md',
  },
  Conflict: {
    kind: 'refusal',
    summary: 'A write is refused: another one came first.',
    source: 'errors.md',
  },
  PreconditionFailed: {
    kind: 'refusal',
    summary: 'A write is refused as if somebody had changed the resource since it was read.',
    source: 'errors.md',
  },
  OSProvisioningTimedOut: {
    kind: 'machine',
    steps: ['provisionOs'],
    effect: 'fail',
    failure: failures.osProvisioningTimedOut,
    summary: 'Machines run, but their system never says that it is ready.',
    source: 'MicrosoftDocs/SupportArticles-docs#1787; errors.md',
  },
  VMExtensionProvisioningError: {
    kind: 'machine',
    steps: ['installExtension'],
    effect: 'fail',
    failure: failures.vmExtensionProvisioningError,
    summary: 'An extension reports that it failed.',
    source: 'errors.md',
  },
  VMExtensionProvisioningTimeout: {
    kind: 'machine',
    steps: ['installExtension'],
    effect: 'fail',
    failure: failures.vmExtensionProvisioningTimeout,
    summary: 'An extension never ends.',
    source: 'errors.md',
  },
  VMExtensionHandlerNonTransientError: {
    kind: 'machine',
    steps: ['installExtension'],
    effect: 'fail',
    failure: failures.vmExtensionHandlerNonTransientError,
    summary: "An extension's handler gives up.",
    source: 'errors.md',
  },
  InternalExecutionError: {
    kind: 'machine',
    steps: ASKED_STEPS,
    effect: 'fail',
    failure: failures.internalExecutionError,
    summary: 'Whatever is asked of machines fails inside Azure.',
    source: 'errors.md',
  },
  StuckOperation: {
    kind: 'machine',
    steps: ASKED_STEPS,
    effect: 'hang',
    failure: null,
    summary: 'What is asked of machines does not end until the fault is taken away or is over.',
    source: 'kubernetes/autoscaler#7432',
  },
  KeyVaultSecretFailure: {
    kind: 'set',
    view: failures.secretFailed,
    operation: failures.vmScaleSetAllocationError,
    summary: 'A model cannot be brought to the set: a secret cannot be read.',
    source: 'reference-page.txt',
  },
  NetworkingInternalOperationError: {
    kind: 'strike',
    strike: 'fail',
    failure: failures.networkingInternalOperationError,
    summary: 'Machines that run are marked as failed, and go on running.',
    source: 'kubernetes/autoscaler#5767',
  },
  MaxUnhealthyInstancePercentExceededInRollingUpgrade: {
    kind: 'strike',
    strike: 'unhealthy',
    failure: null,
    summary: 'Machines report that they are unhealthy: a rolling upgrade under way is given up.',
    source: 'opencb/opencga#987',
  },
  MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade: {
    kind: 'strike',
    strike: 'unhealthy',
    failure: null,
    summary: 'Machines report that they are unhealthy: the next rolling upgrade does not begin.',
    source: 'Azure/Service-Fabric-Troubleshooting-Guides',
  },
  MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade: {
    kind: 'machine',
    steps: ['update'],
    effect: 'fail',
    failure: failures.internalExecutionError,
    summary: 'Machines fail when they are upgraded: a rolling upgrade is given up.',
    source: 'microsoft/AzureTRE#1591',
  },
  SpotPreemption: {
    kind: 'strike',
    strike: 'evict',
    failure: null,
    summary: 'Spot machines that run are told that they go, and go half a minute later.',
    source: 'kubernetes/autoscaler#7373; Microsoft, "Simulate an eviction"',
  },
  HostLoss: {
    kind: 'strike',
    strike: 'loseHost',
    failure: null,
    summary: 'The hosts of machines break: they are begun anew elsewhere.',
    source: 'inferred from Microsoft, "Service healing"',
  },
  ZoneOutage: {
    kind: 'strike',
    strike: 'loseZone',
    failure: null,
    meanwhile: failures.zonalAllocationFailed,
    summary: 'The machines of a zone stop and none is placed there until it is over.',
    source: 'inferred',
  },
} as const satisfies Readonly<Record<string, NamedFault>>;

export type FaultName = keyof typeof namedFaults;

/** Those that refuse a request. */
export type RefusalName = {
  [Name in FaultName]: (typeof namedFaults)[Name]['kind'] extends 'refusal' ? Name : never;
}[FaultName];

export function isRefusalName(name: FaultName): name is RefusalName {
  return namedFaults[name].kind === 'refusal';
}

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(namedFaults, name);
}
