import {
  armErrors,
  type ArmReply,
  type ArmRequest,
  nextLink,
  normalizeLocation,
  type Operation,
  readAfterKey,
  type ResourceEntry,
  resourceGroupNameOf,
  writeJsonList,
} from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { scaleSetId, VIRTUAL_MACHINE_TYPE, VIRTUAL_MACHINES } from '../paths.ts';
import { readExpand, readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { flexibleVmBody, flexibleVmStatus } from '../shapes/flexible-vm.ts';
import { type FoundMachine, findMachineByName } from './find-machine.ts';

/** Not recorded for machines; the same as of sets. */
const PAGE_SIZE = 200;

const RATE_LIMITS = ['HighCostGetSubscriptionMaximum', 'HighCostGetResource'];

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_List',
  method: 'GET',
  path: VIRTUAL_MACHINES,
  longRunning: false,
  rateLimits: RATE_LIMITS,
  handle: (request, services) =>
    reply(request, services, {
      resourceGroupName: request.params['resourceGroupName'] ?? '',
      groupName: () => request.params['resourceGroupName'] ?? '',
    }),
};

/** As in the list of all sets, the names of groups are in capitals (errors.md, "Case"). */
export const listAll: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_ListAll',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/virtualMachines',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  handle: (request, services) =>
    reply(request, services, { groupName: (entry) => resourceGroupNameOf(entry).toUpperCase() }),
};

export const listByLocation: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_ListByLocation',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/virtualMachines',
  since: '2017-03-30',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  handle: (request, services) =>
    reply(request, services, {
      location: normalizeLocation(request.params['location'] ?? ''),
      groupName: (entry) => resourceGroupNameOf(entry).toUpperCase(),
    }),
};

interface ListOptions {
  readonly resourceGroupName?: string;
  readonly location?: string;
  /** The casing of the group in an item's id. */
  groupName(entry: ResourceEntry): string;
}

interface Listed extends FoundMachine {
  readonly entry: ResourceEntry;
}

async function reply(
  request: ArmRequest,
  services: ComputeServices,
  { resourceGroupName, location, groupName }: ListOptions,
): Promise<ArmReply> {
  const subscriptionId = request.params['subscriptionId'] ?? '';
  const after = readAfterKey(request);
  const isStatusOnly = readFlag(request, 'statusOnly');
  const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
  const setId = readSetFilter(request);
  const page = await services.registry.list({
    subscriptionId,
    type: VIRTUAL_MACHINE_TYPE,
    withDerived: true,
    limit: PAGE_SIZE,
    ...(resourceGroupName === undefined ? {} : { resourceGroupName }),
    ...(after === undefined ? {} : { after }),
    ...(location === undefined ? {} : { filter: (item) => item.location === location }),
  });
  const toJson = isStatusOnly ? flexibleVmStatus : flexibleVmBody;
  const { bytes } = await writeJsonList<Listed>({
    speaker: 'provider',
    items: machinesOf(page.entries, setId, services),
    toJson({ entry, set, instance }) {
      const view = modelView(set);
      const params = { subscriptionId, resourceGroupName: groupName(entry) };
      return toJson(view, instance, {
        apiVersion: request.servedVersion,
        setId: scaleSetId(params, view.genesis.name),
        withInstanceView,
      });
    },
    nextLink: page.next === null ? undefined : nextLink(request, { after: page.next }),
    turn: () => services.turn(),
  });
  return { httpStatus: 200, speaker: 'provider', body: { bytes } };
}

/** Between the look at the list and the look at the machine it may have gone. */
async function* machinesOf(
  entries: readonly ResourceEntry[],
  setId: string | undefined,
  services: Pick<ComputeServices, 'fleet' | 'store'>,
): AsyncGenerator<Listed> {
  for (const entry of entries) {
    const [, , subscriptionId = '', , resourceGroupName = ''] = entry.id.split('/');
    const params = { subscriptionId, resourceGroupName };
    const found = await findMachineByName(params, entry.name, services);
    if (found && (setId === undefined || sameName(found.key, setId))) yield { ...found, entry };
  }
}

/** `'virtualMachineScaleSet/id' eq '…'` is the only filter (specification; az vm list --vmss). */
function readSetFilter({ query }: ArmRequest): string | undefined {
  const text = query['$filter'];
  if (text === undefined || text.trim() === '') return undefined;
  const id = /^\s*'?virtualMachineScaleSet\/id'?\s+eq\s+'([^']+)'\s*$/i.exec(text)?.[1];
  if (id === undefined) {
    throw armErrors.valueNotAllowed('$filter', text, ["'virtualMachineScaleSet/id' eq '{id}'"]);
  }
  return id;
}
