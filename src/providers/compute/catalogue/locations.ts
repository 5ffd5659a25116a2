import { armErrors, type ArmRequest, normalizeLocation } from '../../../arm/index.ts';
import { SCALE_SET_API_VERSIONS } from '../api-versions.ts';
import type { ComputeServices } from '../services.ts';

export const LOCATION =
  '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}';

/**
 * The normalized location of a path. Throws NoRegisteredProviderFound when the provider is not there;
 * recorded for the type `locations/publishers`.
 */
export function readLocation(
  request: Pick<ArmRequest, 'params' | 'apiVersion'>,
  { compute }: Pick<ComputeServices, 'compute'>,
  type: string,
): string {
  const named = request.params['location'] ?? '';
  const location = normalizeLocation(named);
  const offered = compute.locations.map(normalizeLocation);
  if (offered.includes(location)) return location;
  throw armErrors.noRegisteredProviderFound({
    location: named,
    apiVersion: request.apiVersion,
    type,
    apiVersions: SCALE_SET_API_VERSIONS,
    locations: offered,
  });
}
