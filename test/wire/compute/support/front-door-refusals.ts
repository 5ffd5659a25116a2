import { linuxSet } from './models.ts';
import { type RefusalCase, without } from './refusal-case.ts';

/** What the front door refuses before the provider sees it. Sources: src/arm/errors/ names one for each entry. */
export const FRONT_DOOR_REFUSALS: readonly RefusalCase[] = [
  // Front door.
  {
    what: 'no body',
    body: undefined,
    code: 'InvalidRequestContent',
    message: /content is missing/,
    compact: true,
  },
  {
    what: 'a list',
    body: [],
    code: 'InvalidRequestContent',
    message: /ResourceDefinition/,
    compact: true,
  },
  {
    what: 'an unknown member of the envelope',
    body: linuxSet({ envelope: { resources: [] } }),
    code: 'InvalidRequestContent',
    message:
      "The request content was invalid and could not be deserialized: 'Could not find member 'resources' on object of type 'ResourceDefinition'. Path 'resources'.'.",
    compact: true,
  },
  {
    what: 'a sku without a name',
    body: linuxSet({ envelope: { sku: { capacity: 1 } } }),
    code: 'InvalidRequestContent',
    message:
      "The request content was invalid and could not be deserialized: 'Required property 'name' not found in JSON. Path 'sku'.'.",
    compact: true,
  },
  {
    what: 'an identity without a type',
    body: linuxSet({ envelope: { identity: {} } }),
    code: 'InvalidRequestContent',
    message: /Required property 'type' not found in JSON. Path 'identity'/,
    compact: true,
  },
  {
    what: 'a capacity that is a word',
    body: linuxSet({ envelope: { sku: { name: 'Standard_D2s_v5', capacity: 'two' } } }),
    code: 'InvalidRequestContent',
    message: /Could not convert string to integer: two. Path 'sku.capacity'/,
    compact: true,
  },
  {
    what: 'half an instance',
    body: linuxSet({ capacity: 1.5 }),
    code: 'InvalidRequestContent',
    message: /Input string '1.5' is not a valid integer/,
    compact: true,
  },
  {
    what: 'no location',
    body: without('location'),
    code: 'LocationRequired',
    message: 'The location property is required for this definition.',
    compact: true,
  },
  {
    what: 'a malformed location',
    body: linuxSet({ envelope: { location: 'a/b' } }),
    code: 'InvalidResourceLocation',
    message: /^The specified location 'a\/b' is invalid/,
    compact: true,
  },
  {
    what: 'a location that is not offered',
    body: linuxSet({ envelope: { location: 'moon' } }),
    code: 'LocationNotAvailableForResourceType',
    message:
      "The provided location 'moon' is not available for resource type 'Microsoft.Compute/virtualMachineScaleSets'. List of available regions for the resource type is 'westeurope,eastus,southeastasia'.",
    compact: true,
  },
  {
    what: 'a reference that is none',
    body: linuxSet({ profile: { networkProfile: { healthProbe: { id: 'probe' } } } }),
    code: 'LinkedInvalidPropertyId',
    message:
      "Property id 'probe' at path 'properties.virtualMachineProfile.networkProfile.healthProbe.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
    compact: true,
  },
  {
    what: 'a user-assigned identity without ids',
    body: linuxSet({ envelope: { identity: { type: 'UserAssigned' } } }),
    code: 'MissingIdentityIds',
    message: "The identity ids must not be null or empty for 'UserAssigned' identity type.",
    compact: true,
  },
  {
    what: 'a user-assigned identity with a value',
    body: linuxSet({
      envelope: {
        identity: {
          type: 'UserAssigned',
          userAssignedIdentities: { '/subscriptions/s/x': { a: 1 } },
        },
      },
    }),
    code: 'InvalidIdentityValues',
    message:
      "Invalid value for the identities '/subscriptions/s/x'. The 'UserAssignedIdentities' property keys should only be empty json objects, null or the resource exisiting property.",
    compact: true,
  },
];
