import type { Failure } from './failure.ts';

/**
 * Failures in Azure's words. `{vm}` stands for the machine's name and `{extension}` for the
 * extension's; the scale set fills them in.
 * Source of code and text: shared/azure/errors.md, "Failures that come through the operation poll".
 */
export const failures = {
  allocationFailed: {
    code: 'AllocationFailed',
    message:
      'Allocation failed. We do not have sufficient capacity for the requested VM size in this region. Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance',
  },
  /** I: Azure/AKS#1272 and others; the text of a zone. */
  zonalAllocationFailed: {
    code: 'ZonalAllocationFailed',
    message:
      'Allocation failed. We do not have sufficient capacity for the requested VM size in this zone. Read more about improving likelihood of allocation success at http://aka.ms/allocation-guidance',
  },
  overconstrainedAllocationRequest: {
    code: 'OverconstrainedAllocationRequest',
    message: overconstrained(['Networking Constraints (such as Accelerated Networking or IPv6)']),
  },
  overconstrainedZonalAllocationRequest: {
    code: 'OverconstrainedZonalAllocationRequest',
    message: overconstrained([
      'Availability Zone',
      'Networking Constraints (such as Accelerated Networking or IPv6)',
    ]),
  },
  /** R: errors.md, "Failures that come through the operation poll". */
  vmExtensionHandlerNonTransientError: {
    code: 'VMExtensionHandlerNonTransientError',
    message:
      "Handler has reported failure for VM Extension '{extension}' with terminal error code '-1' and error message: 'The handler gave up'",
  },
  /** Code: kubernetes/autoscaler#5767; text, with its slip: public queries for AKS on-call logs. */
  networkingInternalOperationError: {
    code: 'NetworkingInternalOperationError',
    message:
      'An unexpected error occured while processing the network profile of the VM. Please retry later.',
  },
  /** The reference page: its instance view has no code. */
  secretFailed: { code: null, message: 'Failed to get secret XXX' },
  osProvisioningTimedOut: {
    code: 'OSProvisioningTimedOut',
    message:
      "OS Provisioning for VM '{vm}' did not finish in the allotted time. The VM may still finish provisioning successfully. Please check provisioning state later. For details on how to check current provisioning state of Windows VMs, refer to https://aka.ms/WindowsVMLifecycle and Linux VMs, refer to https://aka.ms/LinuxVMLifecycle.",
  },
  vmExtensionProvisioningError: {
    code: 'VMExtensionProvisioningError',
    message:
      'VM has reported a failure when processing extension \'{extension}\'. Error message: "Enable failed with exit code 1".',
  },
  vmExtensionProvisioningTimeout: {
    code: 'VMExtensionProvisioningTimeout',
    message:
      "Provisioning of VM extension '{extension}' has timed out. Extension installation may be taking too long, or extension status could not be obtained.",
  },
  internalExecutionError: {
    code: 'InternalExecutionError',
    message: 'An internal execution error occurred.',
  },
  /** Not recorded for scale sets; the text is the one of Compute (see shared/azure/errors.md). */
  operationPreempted: {
    code: 'OperationPreempted',
    message: 'Operation execution has been preempted by a more recent operation.',
  },
  /** Recorded in 2016 when the details stand only in the instance view. */
  vmScaleSetAllocationError: {
    code: 'VMScaleSetAllocationError',
    message:
      'One or more errors occured while allocating the VMScaleSet. See VMScaleSet instance view for details.',
  },
} as const satisfies Record<string, Failure>;

function overconstrained(constraints: readonly string[]): string {
  const lines = [...constraints, 'VM Size'].map((constraint) => `  - ${constraint}\n`).join('');
  return `Allocation failed. VM(s) with the following constraints cannot be allocated, because the condition is too restrictive. Please remove some constraints and try again. Constraints applied are:\n${lines}`;
}
