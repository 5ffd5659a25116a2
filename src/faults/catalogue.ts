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
