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
import { foldCase, formatInstant } from '../../base/index.ts';
import type { Services } from '../services.ts';
import { type ResourceTimes, resourceTimes } from './resource-times.ts';

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

async function list(request: ArmRequest, services: Services): Promise<ArmReply> {
  const { registry, turn } = services;
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
  const expanded = readExpand(query['$expand']);
  const { bytes } = await writeJsonList({
    speaker: 'gateway',
    items: expandedEntries(entries, expanded, services),
    toJson: ({ entry, times }) => entryBody(entry, times, expanded),
    nextLink: next === null ? undefined : nextLink(request, { after: next }),
    turn,
  });
  return { httpStatus: 200, speaker: 'gateway', body: { bytes } };
}

/** `az resource list` asks for all three. Source: "Resources - List". */
function readExpand(text = ''): ReadonlySet<string> {
  return new Set(text.split(',').map((name) => foldCase(name.trim())));
}

interface ExpandedEntry {
  readonly entry: ResourceEntry;
  readonly times: ResourceTimes | undefined;
}

async function* expandedEntries(
  entries: readonly ResourceEntry[],
  expanded: ReadonlySet<string>,
  services: Services,
): AsyncGenerator<ExpandedEntry> {
  const asked = expanded.has('changedtime') || expanded.has('provisioningstate');
  for (const entry of entries) {
    yield { entry, times: asked ? await resourceTimes(entry, services) : undefined };
  }
}

/** Key order of GenericResource answers: id, name, type, sku, …, location, identity, zones, tags. */
function entryBody(
  entry: ResourceEntry,
  times: ResourceTimes | undefined,
  expanded: ReadonlySet<string>,
): Record<string, unknown> {
  return {
    id: entry.id,
    name: entry.name,
    type: entry.type,
    ...(entry.sku === undefined ? {} : { sku: entry.sku }),
    ...(expanded.has('createdtime') ? { createdTime: formatInstant(entry.createdAt) } : {}),
    ...(times && expanded.has('changedtime')
      ? { changedTime: formatInstant(times.changedAt) }
      : {}),
    ...(times && expanded.has('provisioningstate')
      ? { provisioningState: times.provisioningState }
      : {}),
    location: entry.location,
    ...(entry.identity === undefined ? {} : { identity: entry.identity }),
    ...(entry.zones === undefined ? {} : { zones: entry.zones }),
    ...(entry.tags === undefined ? {} : { tags: entry.tags }),
  };
}
