import { azEnvironment, azSetUpSteps } from '../az-setup.ts';
import type { SettingsTable } from './client-settings-entry.ts';
import { shellWord } from '../shell-word.ts';

/** Command-line tools that our tests run. */
export const toolSettings: SettingsTable = {
  az: {
    summary:
      'the Azure CLI, in a configuration folder of its own (lazulite az … does it by itself)',
    exports: azEnvironment,
    next: (place) => [
      'Once:',
      ...azSetUpSteps(place, 'discovery-off').map(commandLine),
      'Once, with az before 2.54, instead:',
      ...azSetUpSteps(place, 'adfs').map(commandLine),
      'Then:',
      'az vmss list -o table',
    ],
  },
  ansible: {
    summary: 'the azure.azcollection of Ansible',
    exports: (place) => ({
      AZURE_CLOUD_ENVIRONMENT: place.url,
      // The form of ADFS, as 1.x cannot switch instance discovery off, and where each of the
      // collection's ages looks for the authority (measured with 1.16 and 3.8).
      AZURE_TENANT: 'adfs',
      AZURE_AUTHORITY_HOST: place.url,
      AZURE_ADFS_AUTHORITY_URL: place.url,
      AZURE_CLIENT_ID: place.client.id,
      AZURE_SECRET: place.client.secret,
      AZURE_SUBSCRIPTION_ID: place.subscriptionId,
      AZURE_DISABLE_INSTANCE_DISCOVERY: 'true',
      REQUESTS_CA_BUNDLE: place.caBundleFile,
    }),
    next: () => [
      'ansible localhost -m azure.azcollection.azure_rm_resourcegroup_info',
      'What Debian’s packages of it need beside this: docs/guides/ansible.md.',
    ],
  },
  curl: {
    summary: 'curl with a bearer token',
    exports: (place) => ({ LAZULITE_URL: place.url, CURL_CA_BUNDLE: place.caBundleFile }),
    next: (place) => [
      `curl -s -H "Authorization: Bearer $(lazulite token)" \\`,
      `  "$LAZULITE_URL/subscriptions/${place.subscriptionId}/providers/Microsoft.Compute/virtualMachineScaleSets?api-version=2024-07-01"`,
    ],
  },
};

function commandLine(args: readonly string[]): string {
  return ['az', ...args].map(shellWord).join(' ');
}
