import {
  type ArmReply,
  type ArmRequest,
  nextLink,
  type Operation,
  parseFilter,
  RESOURCE_FILTERS,
  readAfterKey,
  readTop,
  type ResourceEntry,
  writeJsonList,
} from '../../arm/index.ts';
import { formatInstant } from '../../base/index.ts';
import type { Services } from '../services.ts';

/** Resources on a page: Azure's own default and limit. */
const PAGE_COUNT = 1_000;

export const listResources: Operation<Services> = {
  operationId: 'Resources_List',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resources',
  longRunning: false,
  handle: (request, services) => list(request, services),
};

export const listGroupResources: Operation<Services> = {
  operationId: 'Resources_ListByResourceGroup',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/resources',
  longRunning: false,
  handle: (request, services) => list(request, services),
};

async function list(request: ArmRequest, { registry, turn }: Services): Promise<ArmReply> {
  const { params, query } = request;
  const filterText = query['$filter'];
  const resourceGroupName = params['resourceGroupName'];
  const after = readAfterKey(request);
  const { entries, next } = await registry.list({
    subscriptionId: params['subscriptionId'] ?? '',
    ...(resourceGroupName === undefined ? {} : { resourceGroupName }),
    ...(filterText ? { filter: parseFilter(filterText, RESOURCE_FILTERS) } : {}),
    ...(after === undefined ? {} : { after }),
    limit: readTop(request, PAGE_COUNT) ?? PAGE_COUNT,
    withDerived: true,
  });
  const expanded = (query['$expand'] ?? '').toLowerCase().split(',');
  const withCreatedTime = expanded.some((name) => name.trim() === 'createdtime');
  const { bytes } = await writeJsonList({
    speaker: 'gateway',
    items: entries,
    toJson: (entry) => entryBody(entry, withCreatedTime),
    nextLink: next === null ? undefined : nextLink(request, { after: next }),
    turn,
  });
  return { httpStatus: 200, speaker: 'gateway', body: { bytes } };
}

/** Key order of GenericResource answers: id, name, type, sku, location, identity, zones, tags. */
function entryBody(entry: ResourceEntry, withCreatedTime: boolean): Record<string, unknown> {
  return {
    id: entry.id,
    name: entry.name,
    type: entry.type,
    ...(entry.sku === undefined ? {} : { sku: entry.sku }),
    ...(withCreatedTime ? { createdTime: formatInstant(entry.createdAt) } : {}),
    location: entry.location,
    ...(entry.identity === undefined ? {} : { identity: entry.identity }),
    ...(entry.zones === undefined ? {} : { zones: entry.zones }),
    ...(entry.tags === undefined ? {} : { tags: entry.tags }),
  };
}
