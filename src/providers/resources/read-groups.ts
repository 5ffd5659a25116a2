import {
  type ArmRequest,
  armErrors,
  GROUP_FILTERS,
  nextLink,
  type Operation,
  parseFilter,
  readAfterKey,
  readTop,
} from '../../arm/index.ts';
import type { Services } from '../services.ts';
import { groupBody } from './group-body.ts';
import { emptyReply, gatewayReply } from './replies.ts';
import type { ResourceGroup } from './resource-groups.ts';

/** Groups on a page: Azure's own default and limit. */
const PAGE_COUNT = 1_000;

export const getResourceGroup: Operation<Services> = {
  operationId: 'ResourceGroups_Get',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
  longRunning: false,
  async handle(request, services) {
    return gatewayReply(200, groupBody(await requireGroup(request, services)));
  },
};

/** 204, or 404 without a body but with the length of the one that GET has (shared/azure/errors.md). */
export const checkResourceGroupExistence: Operation<Services> = {
  operationId: 'ResourceGroups_CheckExistence',
  method: 'HEAD',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}',
  longRunning: false,
  async handle(request, services) {
    await requireGroup(request, services);
    return emptyReply(204);
  },
};

export const listResourceGroups: Operation<Services> = {
  operationId: 'ResourceGroups_List',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups',
  longRunning: false,
  async handle(request, { resourceGroups }) {
    const { params, query } = request;
    const filterText = query['$filter'];
    const filter = filterText ? parseFilter(filterText, GROUP_FILTERS) : () => true;
    const limit = readTop(request, PAGE_COUNT) ?? PAGE_COUNT;
    const wanted: ResourceGroup[] = [];
    let after = readAfterKey(request);
    do {
      const page = await resourceGroups.list(params['subscriptionId'] ?? '', {
        ...(after === undefined ? {} : { after }),
        limit: limit - wanted.length,
      });
      wanted.push(...page.groups.filter((group) => filter(filterable(group))));
      after = page.next ?? undefined;
    } while (after !== undefined && wanted.length < limit);
    return gatewayReply(200, {
      value: wanted.map(groupBody),
      ...(after === undefined ? {} : { nextLink: nextLink(request, { after }) }),
    });
  },
};

/** The group that the path names. Throws ResourceGroupNotFound. */
export async function requireGroup(
  { params }: ArmRequest,
  { resourceGroups }: Services,
): Promise<ResourceGroup> {
  const name = params['resourceGroupName'] ?? '';
  const group = await resourceGroups.find(params['subscriptionId'] ?? '', name);
  if (!group) throw armErrors.resourceGroupNotFound(name);
  return group;
}

function filterable(group: ResourceGroup) {
  return {
    name: group.name,
    type: 'Microsoft.Resources/resourceGroups',
    location: group.location,
    resourceGroupName: group.name,
    tags: group.tags ?? {},
  };
}
