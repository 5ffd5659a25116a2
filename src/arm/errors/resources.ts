import { guidFromText } from '../../base/index.ts';
import { ArmError } from '../arm-error.ts';

/**
 * Refusals of the front door that are about what a resource or a resource group says.
 * Marks as in front-door.ts.
 */
export const resourceErrors = {
  /** I: the code and text that a Microsoft test quotes; ARM gives it for groups and resources. */
  locationRequired: () =>
    new ArmError({
      httpStatus: 400,
      code: 'LocationRequired',
      message: 'The location property is required for this definition.',
    }),

  /** R. */
  malformedLocation: (location: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidResourceLocation',
      message: `The specified location '${location}' is invalid. A location must consist of characters, whitespace, digit, or following symbols '(,)'.`,
    }),

  /** R (Cdn). */
  resourceInOtherLocation: (options: {
    readonly name: string;
    readonly resourceGroupName: string;
    readonly existing: string;
    readonly requested: string;
  }) =>
    new ArmError({
      httpStatus: 409,
      code: 'InvalidResourceLocation',
      message: `The resource '${options.name}' already exists in location '${options.existing}' in resource group '${options.resourceGroupName}'. A resource with the same name cannot be created in location '${options.requested}'. Please select a new resource name.`,
    }),

  /** R (Cdn 2024). `type` is the path below the namespace. */
  parentResourceNotFound: (type: string, parentId: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'ParentResourceNotFound',
      message: `Failed to perform 'write' on resource(s) of type '${type}', because the parent resource '${parentId}' could not be found.`,
    }),

  /** R (Microsoft.Solutions). */
  locationNotAvailableForResourceType: (
    location: string,
    type: string,
    available: readonly string[],
  ) =>
    new ArmError({
      httpStatus: 400,
      code: 'LocationNotAvailableForResourceType',
      message: `The provided location '${location}' is not available for resource type '${type}'. List of available regions for the resource type is '${available.join(',')}'.`,
    }),

  /** I: Azure/azure-cli #16368, cloud-barista/cb-spider #527 (status 400). */
  locationNotAvailableForResourceGroup: (location: string, available: readonly string[]) =>
    new ArmError({
      httpStatus: 400,
      code: 'LocationNotAvailableForResourceGroup',
      message: `The provided location '${location}' is not available for resource group. List of available regions is '${available.join(',')}'.`,
    }),

  /** I: Azure/azure-cli #22242, trailofbits/algo #1814 (status 409). */
  resourceGroupInOtherLocation: (requested: string, existing: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'InvalidResourceGroupLocation',
      message: `Invalid resource group location '${requested}'. The Resource group already exists in location '${existing}'.`,
    }),

  /** I: Azure/azure-cli #21121, #28679 (status 409). */
  resourceGroupBeingDeleted: (resourceGroupName: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'ResourceGroupBeingDeleted',
      message: `The resource group '${resourceGroupName}' is in deprovisioning state and cannot perform this operation.`,
    }),

  /** I: Terraform and AKS users (status 409). The tracking id belongs to the job. */
  resourceGroupDeletionBlocked: (name: string, resources: readonly string[], job: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'ResourceGroupDeletionBlocked',
      message: `Deletion of resource group '${name}' failed as resources with identifiers '${resources.join(',')}' could not be deleted. The provisioning state of the resource group will be rolled back. The tracking Id is '${guidFromText(job)}'. Please check audit logs for more details.`,
    }),

  /** I: microsoft/microsoft-foundry-for-vscode #53. */
  resourceGroupNameCharacters: (name: string, invalid: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidResourceGroup',
      message: `The provided resource group name '${name}' has these invalid characters: '${invalid}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'. For more details, visit https://aka.ms/ResourceGroupNamingRestrictions .`,
    }),

  /** The limit is documented (1 to 90); the words are a guess. G. */
  resourceGroupNameLength: (name: string, lengthMax: number) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidResourceGroup',
      message: `The provided resource group name '${name}' has an invalid length of ${name.length}. The maximum length is ${lengthMax} characters. For more details, visit https://aka.ms/ResourceGroupNamingRestrictions .`,
    }),

  /** The rule is documented; the words are a guess. G. */
  resourceGroupNameEndsInPeriod: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidResourceGroup',
      message: `The provided resource group name '${name}' is invalid. The name cannot end with a period. For more details, visit https://aka.ms/ResourceGroupNamingRestrictions .`,
    }),

  /** I: the Azure documentation of `az tag` and several scripts quote it. */
  tagNameCharacters: (names: readonly string[]) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTagNameCharacters',
      message: `The tag names '${names.join(', ')}' have reserved characters '<,>,%,&,\\,?,/' or control characters.`,
    }),

  /** The limit (512) and the code are documented; the words are in part a guess. G. */
  tagNameLength: (name: string, lengthMax: number) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTagName',
      message: `Tag name too large. Following tag name '${name}' exceeded the maximum length. Maximum allowed length for tag name - '${lengthMax}' characters.`,
    }),

  /** The limit (256) is documented; words as of InvalidTagName. G. */
  tagValueLength: (value: string, lengthMax: number) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTagValue',
      message: `Tag value too large. Following tag value '${value}' exceeded the maximum length. Maximum allowed length for tag value - '${lengthMax}' characters.`,
    }),

  /** The limit (50) is documented; the words are a guess. G. */
  tooManyTags: (count: number, countMax: number) =>
    new ArmError({
      httpStatus: 400,
      code: 'TooManyTags',
      message: `The number of tags '${count}' on the resource exceeds the maximum allowed number of tags '${countMax}'.`,
    }),

  /** Two names that differ in case only are one name. The rule is documented. G. */
  duplicateTag: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'DuplicateTag',
      message: `The tag name '${name}' is given more than once. Tag names are case-insensitive.`,
    }),

  /** R (VM 2017). */
  linkedInvalidPropertyId: (id: string, path: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'LinkedInvalidPropertyId',
      message: `Property id '${id}' at path '${path}' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
    }),

  /** R (PATCH set 2019, compact). */
  missingIdentityIds: () =>
    new ArmError({
      httpStatus: 400,
      code: 'MissingIdentityIds',
      message: "The identity ids must not be null or empty for 'UserAssigned' identity type.",
    }),

  /** R (PUT set 2019, compact; the slip of the pen is theirs). */
  invalidIdentityValues: (id: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidIdentityValues',
      message: `Invalid value for the identities '${id}'. The 'UserAssignedIdentities' property keys should only be empty json objects, null or the resource exisiting property.`,
    }),

  /** Words and form in a repository of recorded answers; the status: G. */
  cannotSetPlanOnUpdate: () =>
    new ArmError({
      httpStatus: 400,
      code: 'CannotSetPlanOnUpdate',
      message:
        'This resource was created without a plan. A new plan cannot be associated with an update.',
    }),

  /** Words I (a Terraform user quotes them); status and code are a guess. G. */
  namespaceInUse: (namespace: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'SubscriptionCannotBeUnregistered',
      message: `The subscription cannot be unregistered from resource namespace '${namespace}'. Please delete existing resources for the provider.`,
    }),

  /** I: Azure/azure-cli and Terraform users quote it for galleries (409). */
  nestedResourcesLeft: () =>
    new ArmError({
      httpStatus: 409,
      code: 'CannotDeleteResource',
      message: 'Can not delete resource before nested resources are deleted.',
    }),
} as const;
