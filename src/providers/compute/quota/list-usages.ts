import type { ArmRequest, Operation } from '../../../arm/index.ts';
import { LOCATION, readLocation } from '../catalogue/locations.ts';
import type { ComputeServices } from '../services.ts';
import type { Demand } from './demand.ts';
import { QUOTA_NAMES } from './quota-names.ts';

/** `az vm list-usage`. Members and their order: the specification's example of Usage_List. */
export const listUsages: Operation<ComputeServices> = {
  operationId: 'Usage_List',
  method: 'GET',
  path: `${LOCATION}/usages`,
  longRunning: false,
  async handle(request, services) {
    const location = readLocation(request, services, 'locations/usages');
    const { quotas } = services.compute;
    const subscriptionId = (request.params['subscriptionId'] ?? '').toLowerCase();
    const charged: Demand = await quotas.usage({ subscriptionId, location });
    const sets = await countAvailabilitySets(request, services, location);
    const usage: Demand = { ...charged, availabilitySets: sets };
    const value = QUOTA_NAMES.map((name) => ({
      limit: quotas.limit(name, location),
      unit: 'Count',
      currentValue: usage[name.value] ?? 0,
      name: { value: name.value, localizedValue: name.localizedValue },
    }));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

const PAGE_SIZE = 500;

/** They have no charge: nothing refuses one for its number. */
async function countAvailabilitySets(
  { params }: ArmRequest,
  { registry }: Pick<ComputeServices, 'registry'>,
  location: string,
): Promise<number> {
  let count = 0;
  let after: string | undefined;
  do {
    const page = await registry.list({
      subscriptionId: params['subscriptionId'] ?? '',
      type: 'Microsoft.Compute/availabilitySets',
      filter: (entry) => entry.location === location,
      limit: PAGE_SIZE,
      ...(after === undefined ? {} : { after }),
    });
    count += page.entries.length;
    after = page.next ?? undefined;
  } while (after !== undefined);
  return count;
}
