import type { Place } from '../connection.ts';

/** What the identity packages of every language read from the environment. */
export function credentials(place: Place): Readonly<Record<string, string>> {
  return {
    AZURE_AUTHORITY_HOST: place.url,
    AZURE_TENANT_ID: place.tenantId,
    AZURE_CLIENT_ID: place.client.id,
    AZURE_CLIENT_SECRET: place.client.secret,
    AZURE_SUBSCRIPTION_ID: place.subscriptionId,
  };
}
