import type { Place } from '../connection.ts';
import type { SettingsTable } from './client-settings-entry.ts';

/** Tools that describe what should be; from their documents and sources, not run by our tests. */
export const terraformSettings: SettingsTable = {
  terraform: {
    summary: 'the azurerm provider of Terraform and OpenTofu',
    exports: (place) => ({
      ARM_METADATA_HOSTNAME: new URL(place.url).host,
      ...armCredentials(place),
      ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
    }),
    next: () => [
      'provider "azurerm" {',
      '  features {}',
      '  use_cli = false',
      '  # azurerm 3: skip_provider_registration = true',
      '}',
    ],
  },
  azapi: {
    summary: 'the azapi provider of Terraform and OpenTofu',
    exports: (place) => ({
      ARM_RESOURCE_MANAGER_ENDPOINT: `${place.url}/`,
      ARM_RESOURCE_MANAGER_AUDIENCE: `${place.url}/`,
      ARM_ACTIVE_DIRECTORY_AUTHORITY_HOST: `${place.url}/`,
      ARM_DISABLE_INSTANCE_DISCOVERY: 'true',
      ...armCredentials(place),
    }),
    next: () => ['provider "azapi" {', '  use_cli = false', '}'],
  },
  pulumi: {
    summary: 'azure-native of Pulumi, 3.8 and newer',
    exports: (place) => ({
      ARM_METADATA_HOSTNAME: new URL(place.url).host,
      ARM_DISABLE_INSTANCE_DISCOVERY: 'true',
      ...armCredentials(place),
    }),
    next: () => ['pulumi config set azure-native:location westeurope'],
  },
};

function armCredentials(place: Place): Readonly<Record<string, string>> {
  return {
    ARM_TENANT_ID: place.tenantId,
    ARM_CLIENT_ID: place.client.id,
    ARM_CLIENT_SECRET: place.client.secret,
    ARM_SUBSCRIPTION_ID: place.subscriptionId,
    // Replaces the default list, so it holds the system's certificates as well.
    SSL_CERT_FILE: place.caBundleFile,
  };
}
