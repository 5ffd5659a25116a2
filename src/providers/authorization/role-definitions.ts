import { armErrors, type ArmReply, gatewayJson, type Operation } from '../../arm/index.ts';
import { sameName } from '../../base/index.ts';
import { atScopes } from './scopes.ts';

export interface RoleDefinition {
  /** The GUID that every tenant knows the role by. */
  readonly name: string;
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

const AUTHORIZATION_WRITES = [
  'Microsoft.Authorization/*/Delete',
  'Microsoft.Authorization/*/Write',
  'Microsoft.Authorization/elevateAccess/Action',
];

/** id | name | what it is for | actions. Source: Microsoft Learn, "Azure built-in roles". */
const ROLES = `
8e3af657-a8ff-443c-a75c-2fe8c4bcb635|Owner|Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.|*
b24988ac-6180-42a0-ab88-20f7382dd24c|Contributor|Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC.|*
acdd72a7-3385-48ef-bd42-f606fba81ae7|Reader|View all resources, but does not allow you to make any changes.|*/read
18d7d88d-d35e-4fb5-a5c3-7773c20a72d9|User Access Administrator|Lets you manage user access to Azure resources.|*/read Microsoft.Authorization/* Microsoft.Support/*
f58310d9-a9f6-439a-9e8d-f62e7b41a168|Role Based Access Control Administrator|Manage access to Azure resources by assigning roles using Azure RBAC.|Microsoft.Authorization/roleAssignments/write Microsoft.Authorization/roleAssignments/delete */read Microsoft.Support/*
9980e02c-c2be-4d73-94e8-173b1dc7cf3c|Virtual Machine Contributor|Create and manage virtual machines, manage disks and disk snapshots, install and run software.|Microsoft.Compute/availabilitySets/* Microsoft.Compute/virtualMachines/* Microsoft.Compute/virtualMachineScaleSets/* Microsoft.Compute/disks/write Microsoft.Compute/disks/read Microsoft.Compute/disks/delete
1c0163c0-47e6-4577-8991-ea5c82e286e4|Virtual Machine Administrator Login|View Virtual Machines in the portal and login as administrator.|Microsoft.Network/publicIPAddresses/read Microsoft.Compute/virtualMachines/*/read
4d97b98b-1d4f-4787-a291-c67834d212e7|Network Contributor|Lets you manage networks, but not access to them.|Microsoft.Authorization/*/read Microsoft.Network/*
f1a07417-d97a-45cb-824c-7a7467783830|Managed Identity Operator|Read and assign user assigned identities.|Microsoft.ManagedIdentity/userAssignedIdentities/*/read Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action
e40ec5ca-96e0-45a2-b4ff-59039f2c2b59|Managed Identity Contributor|Create, read, update, and delete user assigned identities.|Microsoft.ManagedIdentity/userAssignedIdentities/*
17d1049b-9a84-46fb-8f53-869881c3d3ab|Storage Account Contributor|Permits management of storage accounts.|Microsoft.Storage/storageAccounts/*
ba92f5b4-2d11-453d-a403-e96b0029c9fe|Storage Blob Data Contributor|Read, write, and delete containers and blobs.|Microsoft.Storage/storageAccounts/blobServices/*
2a2b9908-6ea1-4ae2-8e65-a410df84e7d1|Storage Blob Data Reader|Read and list containers and blobs.|Microsoft.Storage/storageAccounts/blobServices/containers/read
4633458b-17de-408a-b874-0445c86b69e6|Key Vault Secrets User|Read secret contents.|Microsoft.KeyVault/vaults/read
749f88d5-cbae-40b8-bcfc-e573ddc772fa|Monitoring Contributor|Can read all monitoring data and edit monitoring settings.|*/read Microsoft.Insights/*
43d0d8ad-25c7-4714-9337-8ba259a9fe05|Monitoring Reader|Can read all monitoring data.|*/read
7f951dda-4ed3-4680-a7ca-43fe172d538d|AcrPull|Pull artifacts from a container registry.|Microsoft.ContainerRegistry/registries/pull/read
`;

const DEFINITIONS: readonly RoleDefinition[] = ROLES.trim()
  .split('\n')
  .map((row) => {
    const [name = '', roleName = '', description = '', actions = ''] = row.split('|');
    const notActions = roleName === 'Contributor' ? AUTHORIZATION_WRITES : [];
    return { name, roleName, description, actions: actions.split(' '), notActions };
  });

/** By its GUID. */
export function findRole(name: string): RoleDefinition | undefined {
  return DEFINITIONS.find((role) => sameName(role.name, name));
}

/** Members and their order: the specification's example of RoleDefinitions_List. */
function roleBody(role: RoleDefinition, subscriptionId: string): object {
  const { name, roleName, description, actions, notActions } = role;
  return {
    properties: {
      roleName,
      type: 'BuiltInRole',
      description,
      assignableScopes: ['/'],
      permissions: [{ actions, notActions, dataActions: [], notDataActions: [] }],
    },
    id: roleId(subscriptionId, name),
    type: 'Microsoft.Authorization/roleDefinitions',
    name,
  };
}

export function roleId(subscriptionId: string, name: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${name}`;
}

/** The built-in roles; roles of one's own cannot be made. */
export const roleDefinitionOperations: readonly Operation<object>[] = [
  ...atScopes<object>({
    operationId: 'RoleDefinitions_List',
    method: 'GET',
    path: 'roleDefinitions',
    async handle({ params, query }) {
      const wanted = rolesOf(query['$filter'] ?? '');
      return reply({ value: wanted.map((role) => roleBody(role, params['subscriptionId'] ?? '')) });
    },
  }),
  ...atScopes<object>({
    operationId: 'RoleDefinitions_Get',
    method: 'GET',
    path: 'roleDefinitions/{roleDefinitionId}',
    async handle({ params }) {
      const name = params['roleDefinitionId'] ?? '';
      const role = findRole(name);
      if (role === undefined) throw armErrors.roleDefinitionNotFound(name);
      return reply(roleBody(role, params['subscriptionId'] ?? ''));
    },
  }),
];

/** `roleName eq '…'`, `type eq 'BuiltInRole'` and `atScopeAndBelow()`, as az sends them. */
function rolesOf(filter: string): readonly RoleDefinition[] {
  if (filter === '' || /^atScopeAndBelow\(\)$/i.test(filter)) return DEFINITIONS;
  const [, member, value = ''] = /^(roleName|type)\s+eq\s+'([^']*)'$/i.exec(filter.trim()) ?? [];
  if (member === undefined) throw armErrors.invalidFilter(filter);
  if (/^type$/i.test(member)) return sameName(value, 'BuiltInRole') ? DEFINITIONS : [];
  return DEFINITIONS.filter(({ roleName }) => sameName(roleName, value));
}

export function reply(body: object, httpStatus = 200): ArmReply {
  return { httpStatus, speaker: 'provider', body: { bytes: gatewayJson(body) } };
}
