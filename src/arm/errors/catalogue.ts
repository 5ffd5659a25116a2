import { provider } from './provider.ts';

/**
 * Refusals of the compute provider that are about what a region offers and how much of it. Marks as in
 * front-door.ts.
 */
export const catalogueErrors = {
  /** I: ansible-collections/azure #1243, viya4-iac-azure #116. The target: G. */
  invalidVmSize: (size: string, valid: readonly string[]) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The value ${size} provided for the VM size is not valid. The valid sizes in the current region are: ${valid.join(',')}.`,
      target: 'vmSize',
    }),

  /** I: clong/DetectionLab #729 (`az vm image show`), danielsollondon/azvmimagebuilder #80 (404). */
  artifactNotFound: (artifact: 'VMImage' | 'VMExtension') =>
    provider({
      httpStatus: 404,
      code: 'NotFound',
      message: `Artifact: ${artifact} was not found.`,
    }),

  /** I: pulumi/pulumi #5450, clong/DetectionLab #729 (status 404). */
  platformImageNotFound: (urn: string) =>
    provider({
      httpStatus: 404,
      code: 'PlatformImageNotFound',
      message: `The platform image '${urn}' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile`,
      target: 'imageReference',
    }),

  /** G: the words of Microsoft's documentation of the action, in the frame of CRP. */
  unknownRunCommand: (commandId: string) =>
    provider({
      httpStatus: 404,
      code: 'NotFound',
      message: `The entity '${commandId}' was not found.`,
    }),

  /** I: mspnp/aks-baseline #372, Azure/acs-engine #3060; status 409: G. */
  skuNotAvailable: (options: {
    readonly resourceId: string;
    readonly location: string;
    readonly zones: readonly string[];
  }) =>
    provider({
      httpStatus: 409,
      code: 'SkuNotAvailable',
      message: `The requested size for resource '${options.resourceId}' is currently not available in location '${options.location}' zones '${options.zones.join(',')}' for subscription '${options.resourceId.split('/')[2]}'. Please try another size or deploy to a different location or zones. See https://aka.ms/azureskunotavailable for details.`,
    }),

  /**
   * R, in a deployment (errors.md, "core quota"); with all of its address: Azure/karpenter-provider-azure
   * #192, scylladb/scylla-cluster-tests #12948 (status 409). In a deployment's validation its code is
   * QuotaExceeded.
   */
  quotaExceeded: (options: {
    readonly subscriptionId: string;
    readonly location: string;
    /** `standardDSv5Family`. */
    readonly resourceName: string;
    /** `standardDSv5Family Cores`. */
    readonly quotaName: string;
    readonly limit: number;
    readonly usage: number;
    readonly additional: number;
  }) => {
    const { subscriptionId, location, resourceName, quotaName, limit, usage, additional } = options;
    const required = usage + additional;
    const page = /^(?:cores|lowPriorityCores)$/.test(resourceName) ? 'regional' : 'per-vm';
    const blade = JSON.stringify({
      subscriptionId,
      command: 'openQuotaApprovalBlade',
      quotas: [
        {
          location,
          providerId: 'Microsoft.Compute',
          resourceName,
          quotaRequest: {
            properties: { limit: required, unit: 'Count', name: { value: resourceName } },
          },
        },
      ],
    }).replaceAll(/["{}]/g, encodeURIComponent);
    return provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Operation could not be completed as it results in exceeding approved ${quotaName} quota. Additional details - Deployment Model: Resource Manager, Location: ${location}, Current Limit: ${limit}, Current Usage: ${usage}, Additional Required: ${additional}, (Minimum) New Limit Required: ${required}. Submit a request for Quota increase at https://aka.ms/ProdportalCRP/#blade/Microsoft_Azure_Capacity/UsageAndQuota.ReactView/Parameters/${blade} by specifying parameters listed in the ‘Details’ section for deployment to succeed. Please read more about quota limits at https://docs.microsoft.com/en-us/azure/azure-supportability/${page}-quota-requests`,
    });
  },

  /** I: Terraform and az users quote it (OperationNotAllowed, 409). */
  diskAttached: (disk: string, machineId: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Disk ${disk} is attached to VM ${machineId}.`,
    }),

  /** I: quoted by users of every client; the status: G. */
  availabilitySetInUse: (name: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Availability Set '${name}' cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.`,
    }),

  /** That it is refused is documented ("Proximity placement groups"); the words: G. */
  placementGroupInUse: (name: string, userId: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Proximity Placement Group '${name}' cannot be deleted because it is used by '${userId}'. Please remove all resources from the Proximity Placement Group before deleting it.`,
    }),
} as const;
