import path from 'node:path';
import type { Place } from './connection.ts';

/** Settings of one kind of client: what is exported, and what to do next (as comments). */
interface ClientSettings {
  readonly summary: string;
  readonly exports: (place: Place) => Readonly<Record<string, string>>;
  readonly next: (place: Place) => readonly string[];
}

/** What `lazulite env` knows; each from the client's own documents or measured with it. */
export const CLIENT_SETTINGS: Readonly<Record<string, ClientSettings>> = {
  az: {
    summary: 'the Azure CLI, in a configuration folder of its own',
    exports: (place) => ({
      AZURE_CONFIG_DIR: path.join(path.dirname(place.caFile), 'azure'),
      // Replaces the default list, so it must hold the system's certificates as well.
      REQUESTS_CA_BUNDLE: place.caBundleFile,
      AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    }),
    next: (place) => [
      'Once (az before 2.54 needs --profile 2020-09-01-hybrid on the first and --tenant adfs on the last):',
      `az cloud register -n lazulite --endpoint-resource-manager ${place.url}`,
      'az cloud set -n lazulite',
      `az login --service-principal -u ${place.client.id} -p ${place.client.secret} --tenant ${place.tenantId}`,
      'Then:',
      'az vmss list -o table',
    ],
  },
  python: {
    summary: 'azure-mgmt-compute and azure-identity for Python',
    exports: (place) => ({ ...credentials(place), REQUESTS_CA_BUNDLE: place.caBundleFile }),
    next: (place) => [
      'from azure.identity import ClientSecretCredential',
      'from azure.mgmt.compute import ComputeManagementClient',
      `url = "${place.url}"`,
      `credential = ClientSecretCredential("${place.tenantId}", "${place.client.id}", "${place.client.secret}",`,
      '                                    authority=url, disable_instance_discovery=True)',
      `client = ComputeManagementClient(credential, "${place.subscriptionId}", base_url=url,`,
      '                                 credential_scopes=[url + "/.default"])',
    ],
  },
  node: {
    summary: '@azure/arm-compute and @azure/identity for Node.js',
    exports: (place) => ({ ...credentials(place), NODE_EXTRA_CA_CERTS: place.caFile }),
    next: (place) => [
      "import { ClientSecretCredential } from '@azure/identity';",
      "import { ComputeManagementClient } from '@azure/arm-compute';",
      `const url = '${place.url}';`,
      `const credential = new ClientSecretCredential('${place.tenantId}', '${place.client.id}', '${place.client.secret}',`,
      '  { authorityHost: url, disableInstanceDiscovery: true });',
      `const client = new ComputeManagementClient(credential, '${place.subscriptionId}', { endpoint: url });`,
    ],
  },
  go: {
    summary: 'the Azure SDK for Go (track 2)',
    exports: (place) => ({ ...credentials(place), SSL_CERT_FILE: place.caBundleFile }),
    next: (place) => [
      'lazulite := cloud.Configuration{',
      `  ActiveDirectoryAuthorityHost: "${place.url}/",`,
      '  Services: map[cloud.ServiceName]cloud.ServiceConfiguration{',
      `    cloud.ResourceManager: {Endpoint: "${place.url}", Audience: "${place.url}"},`,
      '  },',
      '}',
      'Give it to arm.ClientOptions and to the azidentity options, there with DisableInstanceDiscovery: true.',
    ],
  },
  terraform: {
    summary: 'the azurerm provider of Terraform and OpenTofu',
    exports: (place) => ({
      ARM_METADATA_HOSTNAME: new URL(place.url).host,
      ARM_TENANT_ID: place.tenantId,
      ARM_CLIENT_ID: place.client.id,
      ARM_CLIENT_SECRET: place.client.secret,
      ARM_SUBSCRIPTION_ID: place.subscriptionId,
      ARM_RESOURCE_PROVIDER_REGISTRATIONS: 'none',
      SSL_CERT_FILE: place.caBundleFile,
    }),
    next: () => ['provider "azurerm" {', '  features {}', '  use_cli = false', '}'],
  },
  ansible: {
    summary: 'the azure.azcollection of Ansible',
    exports: (place) => ({
      AZURE_CLOUD_ENVIRONMENT: place.url,
      AZURE_TENANT: place.tenantId,
      AZURE_CLIENT_ID: place.client.id,
      AZURE_SECRET: place.client.secret,
      AZURE_SUBSCRIPTION_ID: place.subscriptionId,
      AZURE_DISABLE_INSTANCE_DISCOVERY: 'true',
      REQUESTS_CA_BUNDLE: place.caBundleFile,
    }),
    next: () => [],
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

/** Text for a POSIX shell: exports, and the rest as comments, so that all of it can be evaluated. */
export function describeSettings(name: string, place: Place): string | undefined {
  const settings = Object.hasOwn(CLIENT_SETTINGS, name) ? CLIENT_SETTINGS[name] : undefined;
  if (settings === undefined) return undefined;
  const lines = [
    `# ${settings.summary}`,
    ...Object.entries(settings.exports(place)).map(
      ([key, value]) => `export ${key}=${quote(value)}`,
    ),
    ...settings.next(place).map((line) => `#   ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function credentials(place: Place): Readonly<Record<string, string>> {
  return {
    AZURE_AUTHORITY_HOST: place.url,
    AZURE_TENANT_ID: place.tenantId,
    AZURE_CLIENT_ID: place.client.id,
    AZURE_CLIENT_SECRET: place.client.secret,
    AZURE_SUBSCRIPTION_ID: place.subscriptionId,
  };
}

/** As a word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
