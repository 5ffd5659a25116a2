import type { ResourceGroup } from './resource-groups.ts';

/** The id of a group, its name in the casing of its creation. */
export function groupId({ subscriptionId, name }: ResourceGroup): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
}

/** A group on the wire. No tags are shown when none were ever sent; `{}` when `{}` was. */
export function groupBody(group: ResourceGroup): Record<string, unknown> {
  return {
    id: groupId(group),
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    ...(group.managedBy === undefined ? {} : { managedBy: group.managedBy }),
    ...(group.tags === undefined ? {} : { tags: group.tags }),
    properties: {
      provisioningState: group.deletingSince === undefined ? 'Succeeded' : 'Deleting',
    },
  };
}
