import type {
  ArmReply,
  ArmRequest,
  Operation,
  ResourceEntry,
  Speaker,
} from '../../../arm/index.ts';
import {
  nextLink,
  normalizeLocation,
  readSkipToken,
  resourceGroupNameOf,
} from '../../../arm/index.ts';
import { foldCase } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
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
      speaker: (entries) =>
        new Set(entries.map(({ location }) => location)).size > 1 ? 'gateway' : 'provider',
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
    return reply(request, services, {
      scope: { filter: (item) => item.location === location },
      groupName: (entry) => resourceGroupNameOf(entry).toUpperCase(),
      speaker: () => 'provider',
    });
  },
};

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
  const after = readSkipToken(request)?.['after'];
  const page = await services.registry.list({
    ...options.scope,
    subscriptionId,
    type: SCALE_SET_TYPE,
    ...(typeof after === 'string' ? { after } : {}),
    limit: PAGE_SIZE,
  });
  const value: object[] = [];
  for (const entry of page.entries) {
    // Between the look at the list and the look at the set it may have gone.
    const set = await services.fleet.find(foldCase(entry.id));
    if (!set) continue;
    const view = modelView(set);
    const params = { subscriptionId, resourceGroupName: options.groupName(entry) };
    const id = scaleSetId(params, view.genesis.name);
    value.push(scaleSetBody(view, { apiVersion: request.servedVersion, id }));
  }
  return {
    httpStatus: 200,
    speaker: options.speaker(page.entries),
    body: {
      json: {
        value,
        ...(page.next === null ? {} : { nextLink: nextLink(request, { after: page.next }) }),
      },
    },
  };
}
