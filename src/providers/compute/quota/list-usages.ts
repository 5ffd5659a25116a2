import type { Operation } from '../../../arm/index.ts';
import { LOCATION, readLocation } from '../catalogue/locations.ts';
import type { ComputeServices } from '../services.ts';
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
    const usage = await quotas.usage({ subscriptionId, location });
    const value = QUOTA_NAMES.map((name) => ({
      limit: quotas.limit(name, location),
      unit: 'Count',
      currentValue: usage[name.value] ?? 0,
      name: { value: name.value, localizedValue: name.localizedValue },
    }));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};
