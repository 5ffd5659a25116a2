import type {
  ArmReply,
  ArmRequest,
  Operation,
  ResourceEntry,
  Speaker,
} from '../../../arm/index.ts';
import {
  armErrors,
  nextLink,
  normalizeLocation,
  readAfterKey,
  resourceGroupNameOf,
  writeJsonList,
} from '../../../arm/index.ts';
import { foldCase, guidFromText } from '../../../base/index.ts';
import { modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { SCALE_SET_API_VERSIONS } from '../api-versions.ts';
import { SCALE_SET_TYPE, SCALE_SETS, scaleSetId } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { scaleSetBody } from '../shapes/scale-set.ts';

/** No recording has a list of sets with a second page; large enough that tests of others see one page. */
const PAGE_SIZE = 200;

const HIGH_COST_READ = [
  'HighCostGetVMScaleSetSubscriptionMaximum',
  'HighCostGetVMScaleSetResource',
];

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_List',
  method: 'GET',
  path: SCALE_SETS,
  longRunning: false,
  rateLimits: HIGH_COST_READ,
  handle: (request, services) =>
    reply(request, services, {
      scope: { resourceGroupName: request.params['resourceGroupName'] ?? '' },
      groupName: () => request.params['resourceGroupName'] ?? '',
      speaker: () => 'provider',
    }),
};

/**
 * The front door gathers it from all regions and writes it compact, with UPPER-CASE groups, when it
 * asked more than one. Source: shared/azure/errors.md, "Case"; lro.md, "Headers on plain GETs".
 */
export const listAll: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ListAll',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/virtualMachineScaleSets',
  longRunning: false,
  rateLimits: HIGH_COST_READ,
  handle: (request, services) =>
    reply(request, services, {
      scope: {},
      groupName: (entry) => resourceGroupNameOf(entry).toUpperCase(),
      speaker: (entries) => (regionsOf(entries).length > 1 ? 'gateway' : 'provider'),
    }),
};

export const listByLocation: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ListByLocation',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/virtualMachineScaleSets',
  since: '2020-12-01',
  longRunning: false,
  rateLimits: HIGH_COST_READ,
  handle(request, services) {
    const location = normalizeLocation(request.params['location'] ?? '');
    checkOffered(location, request, services);
    return reply(request, services, {
      scope: { filter: (item) => item.location === location },
      groupName: (entry) => resourceGroupNameOf(entry).toUpperCase(),
      speaker: () => 'provider',
    });
  },
};

/** R for another type of this namespace: a list below a location that is none. */
function checkOffered(location: string, request: ArmRequest, services: ComputeServices): void {
  const locations = services.compute.locations.map(normalizeLocation);
  if (locations.includes(location)) return;
  throw armErrors.noRegisteredProviderFound({
    location: request.params['location'] ?? '',
    apiVersion: request.apiVersion,
    type: 'locations/virtualMachineScaleSets',
    apiVersions: SCALE_SET_API_VERSIONS,
    locations,
  });
}

interface ListOptions {
  readonly scope: Pick<
    Parameters<ComputeServices['registry']['list']>[0],
    'resourceGroupName' | 'filter'
  >;
  /** The casing of the group in an item's id. */
  groupName(entry: ResourceEntry): string;
  speaker(entries: readonly ResourceEntry[]): Speaker;
}

async function reply(
  request: ArmRequest,
  services: ComputeServices,
  options: ListOptions,
): Promise<ArmReply> {
  const subscriptionId = request.params['subscriptionId'] ?? '';
  const after = readAfterKey(request);
  const page = await services.registry.list({
    ...options.scope,
    subscriptionId,
    type: SCALE_SET_TYPE,
    ...(after === undefined ? {} : { after }),
    limit: PAGE_SIZE,
  });
  const speaker = options.speaker(page.entries);
  const { bytes } = await writeJsonList({
    speaker,
    items: setsOf(page.entries, services),
    toJson({ entry, set }) {
      const view = modelView(set);
      const params = { subscriptionId, resourceGroupName: options.groupName(entry) };
      const id = scaleSetId(params, view.genesis.name);
      return scaleSetBody(view, { apiVersion: request.servedVersion, id });
    },
    nextLink: page.next === null ? undefined : nextLink(request, { after: page.next }),
    turn: () => services.turn(),
  });
  return {
    httpStatus: 200,
    speaker,
    headers: originalIds(request, speaker, page),
    body: { bytes },
  };
}

/**
 * What the front door gathers from several regions names the request to each, a line for every one.
 * Source: shared/azure/lro.md, "Headers on plain GETs".
 */
function originalIds(
  { requestId }: ArmRequest,
  speaker: Speaker,
  { entries }: { readonly entries: readonly ResourceEntry[] },
): readonly string[] {
  if (speaker === 'provider') return [];
  return regionsOf(entries).flatMap((region) => [
    'x-ms-original-request-ids',
    guidFromText(`${requestId} ${region}`),
  ]);
}

function regionsOf(entries: readonly ResourceEntry[]): readonly string[] {
  return [...new Set(entries.map(({ location }) => location))];
}

interface ListedSet {
  readonly entry: ResourceEntry;
  readonly set: ScaleSet;
}

/** Between the look at the list and the look at the set it may have gone. */
async function* setsOf(
  entries: readonly ResourceEntry[],
  { fleet }: Pick<ComputeServices, 'fleet'>,
): AsyncGenerator<ListedSet> {
  for (const entry of entries) {
    const set = await fleet.find(foldCase(entry.id));
    if (set) yield { entry, set };
  }
}
