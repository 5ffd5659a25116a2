const NAME = 'providers/Microsoft.Resources/deployments/{deploymentName}';

const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;

/** The scopes that are served, with the suffix that Azure gives to the ids of their operations. */
export const SCOPES = [
  { suffix: '', scope: GROUP, path: `${GROUP}/${NAME}` },
  { suffix: 'AtSubscriptionScope', scope: SUBSCRIPTION, path: `${SUBSCRIPTION}/${NAME}` },
] as const;

/** Those that are known, and refused by name. */
export const REFUSED_SCOPES = [
  {
    suffix: 'AtManagementGroupScope',
    scope: '/providers/Microsoft.Management/managementGroups/{groupId}',
    path: `/providers/Microsoft.Management/managementGroups/{groupId}/${NAME}`,
  },
  { suffix: 'AtTenantScope', scope: '', path: `/${NAME}` },
] as const;

/** `providers/Microsoft.Resources/deployments` below a scope. */
export const COLLECTION = 'providers/Microsoft.Resources/deployments';
