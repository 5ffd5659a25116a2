import { ArmError, type ArmErrorOptions } from '../arm-error.ts';

/** Refusals of Microsoft.Network: compact JSON with details last. Marks as in front-door.ts. */
export const networkErrors = {
  /** R (azure-cli; quoted hundreds of times by Terraform users). */
  invalidResourceReference: (target: string, source: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidResourceReference',
      message: `Resource ${target} referenced by resource ${source} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    }),

  /** R (azure-cli): a part of a resource that is there. */
  networkPartNotFound: (id: string) =>
    network({ httpStatus: 404, code: 'NotFound', message: `Resource ${id} not found.` }),

  /** I: kubernetes-sigs/cloud-provider-azure (EtagMismatch). */
  networkEtagMismatch: (header: string, value: string, etag: string, id: string) =>
    network({
      httpStatus: 412,
      code: 'PreconditionFailed',
      message: 'Precondition failed.',
      details: [
        {
          code: 'PreconditionFailedEtagMismatch',
          message:
            header === 'if-match'
              ? `Etag provided in if-match header ${value} does not match etag ${etag} of resource ${id} in NRP data store.`
              : `Etag provided in if-none-match header ${value} matches etag ${etag} of resource ${id} in NRP data store.`,
        },
      ],
    }),

  /** R: errors.md, "network RP busy". */
  referencedResourceNotProvisioned: (resourceId: string, usedBy: string) =>
    network({
      httpStatus: 429,
      code: 'RetryableError',
      message: 'A retryable error occurred.',
      details: [
        {
          code: 'ReferencedResourceNotProvisioned',
          message: `Cannot proceed with operation because resource ${resourceId} used by resource ${usedBy} is not in Succeeded state. Resource is in Updating state and the last operation that updated/is updating the resource is InternalOperation.`,
        },
      ],
      headers: ['Retry-After', '10'],
    }),

  /** I: Azure/azure-sdk-for-go and Terraform users (status 429). */
  anotherOperationInProgress: (statusUri: string) =>
    network({
      httpStatus: 429,
      code: 'AnotherOperationInProgress',
      message: `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: ${statusUri}.`,
      headers: ['Retry-After', '10'],
    }),

  /** I: Terraform users; what the reader says stands in the details. */
  invalidRequestFormat: (detail: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidRequestFormat',
      message: 'Cannot parse the request.',
      details: [{ code: 'InvalidJson', message: detail }],
    }),

  /** I: Terraform users. The rule is documented ("Naming rules for Azure resources"). */
  invalidResourceName: (name: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidResourceName',
      message: `Resource name ${name} is invalid. The name can be up to 80 characters long. It must begin with a word character, and it must end with a word character or with '_'. The name may contain word characters or '.', '-', '_'.`,
    }),

  /** G, in the words of what else is not there. */
  networkOperationNotFound: (operationId: string) =>
    network({
      httpStatus: 404,
      code: 'OperationNotFound',
      message: `Operation ${operationId} not found.`,
    }),

  /** I: Terraform users. The limits are documented. */
  securityRuleInvalidPriority: (priority: unknown) =>
    network({
      httpStatus: 400,
      code: 'SecurityRuleInvalidPriority',
      message: `Security rule has invalid Priority. Value provided: ${priority === undefined ? '' : String(priority)} Allowed range 100-4096.`,
    }),

  /** I: Terraform users, azure-cli #3418. */
  securityRuleConflict: (name: string, other: string) =>
    network({
      httpStatus: 400,
      code: 'SecurityRuleConflict',
      message: `Security rule ${name} conflicts with rule ${other}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.`,
    }),

  /** I: several users of az quote code and words. */
  standardAddressIsStatic: (id: string) =>
    network({
      httpStatus: 400,
      code: 'StandardAndStandardV2SkuPublicIPAddressesMustBeStatic',
      message: `Standard sku publicIp ${id} must have AllocationMethod set to Static.`,
    }),

  /** I: Terraform users, for scale sets with the network interface of a machine. */
  subnetInUse: (subnetName: string, user: string) =>
    network({
      httpStatus: 400,
      code: 'InUseSubnetCannotBeDeleted',
      message: `Subnet ${subnetName} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    }),

  /** I: users of az and Terraform. */
  subnetsOverlap: (subnetName: string, other: string, networkName: string) =>
    network({
      httpStatus: 400,
      code: 'NetcfgSubnetRangesOverlap',
      message: `Subnet '${subnetName}' is not valid because its IP address range overlaps with that of an existing subnet '${other}' in virtual network '${networkName}'.`,
    }),

  /** I: as before; older answers are `NetcfgInvalidSubnet`, `Subnet '…' is not valid in virtual network '…'.` */
  subnetOutsideNetwork: (subnetName: string, networkName: string) =>
    network({
      httpStatus: 400,
      code: 'NetcfgSubnetRangeOutsideVnet',
      message: `Subnet '${subnetName}' is not valid because its IP address range is outside the IP address range of virtual network '${networkName}'.`,
    }),

  /** I: Terraform users. */
  unalignedPrefix: (prefix: string, id: string, right: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidCIDRNotation',
      message: `The address prefix ${prefix} in resource ${id} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${right}.`,
    }),

  /** I: Terraform users. */
  invalidAddressPrefix: (prefix: string, id: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidAddressPrefixFormat',
      message: `Address prefix ${prefix} of resource ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    }),

  /** The rule is documented, the words are a guess. G. */
  noAddressSpace: (id: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidRequestFormat',
      message: `Cannot parse the request.`,
      details: [
        {
          code: 'MissingJsonProperty',
          message: `Required property 'addressSpace' of resource ${id} is missing or has no addressPrefixes. Path 'properties.addressSpace'.`,
        },
      ],
    }),

  /** The rule is documented, the words are a guess. G. */
  subnetWithoutPrefix: (id: string) =>
    network({
      httpStatus: 400,
      code: 'InvalidRequestFormat',
      message: `Cannot parse the request.`,
      details: [
        {
          code: 'MissingJsonProperty',
          message: `Resource ${id} needs an addressPrefix or addressPrefixes. Path 'properties.addressPrefix'.`,
        },
      ],
    }),

  /** I: geekzter/azure-pipeline-agents. */
  routeTableInUse: (name: string) =>
    network({
      httpStatus: 400,
      code: 'InUseRouteTableCannotBeDeleted',
      message: `Route table ${name} is in use and cannot be deleted.`,
    }),

  /** I: Azure-Samples/Copilot-Studio-with-Azure-AI-Search #62. */
  natGatewayInUse: (id: string, subnetCount: number) =>
    network({
      httpStatus: 400,
      code: 'CannotDeleteNatGatewayAssociatedToSubnet',
      message: `NAT Gateway ${id} is still configured on ${subnetCount} subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.`,
    }),

  /** I: kubernetes-sigs/cloud-provider-azure. */
  loadBalancerInUseByScaleSet: (id: string, children: readonly string[], scaleSetId: string) =>
    network({
      httpStatus: 400,
      code: 'LoadBalancerInUseByVirtualMachineScaleSet',
      message: `Cannot delete load balancer ${id} since its child resources ${children.join(',')} are in use by virtual machine scale set ${scaleSetId}.`,
    }),

  /** Code I (lab notes of several users), words I: Terraform users. */
  addressNotInSubnet: (address: string, prefix: string) =>
    network({
      httpStatus: 400,
      code: 'PrivateIPAddressNotInSubnet',
      message: `Private static IP address ${address} does not belong to the range of subnet prefix ${prefix}.`,
    }),

  /** As before. */
  addressReserved: (address: string, prefix: string) =>
    network({
      httpStatus: 400,
      code: 'PrivateIPAddressInReservedRange',
      message: `Private static IP address ${address} falls within reserved IP range of subnet prefix ${prefix}.`,
    }),

  /** As before. */
  addressAllocated: (id: string, address: string, other: string) =>
    network({
      httpStatus: 400,
      code: 'PrivateIPAddressIsAllocated',
      message: `IP configuration ${id} is using the private IP address ${address} which is already allocated to resource ${other}.`,
    }),

  /** R (shared/azure/errors.md). */
  subnetIsFull: (subnetName: string, prefix: string) =>
    network({
      httpStatus: 400,
      code: 'SubnetIsFull',
      message: `Subnet ${subnetName} with address prefix ${prefix} is already full.`,
    }),

  /** The rule is documented ("Public IP address prefix"), code and words are a guess. G. */
  prefixLength: (id: string, length: number, min: number, max: number) =>
    network({
      httpStatus: 400,
      code: 'InvalidPrefixLength',
      message: `Prefix length ${length} of resource ${id} must be from ${min} to ${max}.`,
    }),

  /** I: Terraform users. */
  networkInterfaceInUse: (id: string, user: string) =>
    network({
      httpStatus: 400,
      code: 'NicInUse',
      message: `Network Interface ${id} is used by existing resource ${user}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
    }),

  /** Of what nobody recorded: code and words G, in the manner of the others. */
  networkResourceInUse: (id: string, user: string) =>
    network({
      httpStatus: 400,
      code: 'InUseResourceCannotBeDeleted',
      message: `Resource ${id} is in use by ${user} and cannot be deleted.`,
    }),

  /** I: quoted by many, e.g. geekzter/azure-pipeline-agents. */
  networkSecurityGroupInUse: (id: string, users: readonly string[]) =>
    network({
      httpStatus: 400,
      code: 'InUseNetworkSecurityGroupCannotBeDeleted',
      message: `Network security group ${id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    }),

  /** Code I (the AKS engine's list of codes), words as of the load balancer's. */
  networkSecurityGroupInUseByScaleSet: (id: string, scaleSetId: string) =>
    network({
      httpStatus: 400,
      code: 'NetworkSecurityGroupInUseByVirtualMachineScaleSet',
      message: `Cannot delete network security group ${id} since it is in use by virtual machine scale set ${scaleSetId}.`,
    }),

  /** I: hashicorp/packer and Terraform users; two blanks before `To learn` are theirs. */
  publicIPAddressInUse: (id: string, user: string) =>
    network({
      httpStatus: 400,
      code: 'PublicIPAddressCannotBeDeleted',
      message: `Public IP address ${id} can not be deleted since it is still allocated to resource ${user}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.`,
    }),
} as const;

function network(options: Omit<ArmErrorOptions, 'speaker' | 'layout'>): ArmError {
  return new ArmError({ ...options, speaker: 'provider', layout: 'network' });
}
