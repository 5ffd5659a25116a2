import type { JsonObject } from '../base/index.ts';

type ImageRow = readonly [
  alias: string,
  publisher: string,
  offer: string,
  sku: string,
  architecture?: 'Arm64',
];

// Source: arm-compute/quickstart-templates/aliases.json of Azure/azure-rest-api-specs, as the newest az
// keeps a copy of it (azure/cli/command_modules/vm/_alias.py, 2026). Retired names such as UbuntuLTS
// are not in it, so az refuses them here as it does at Azure.

const LINUX: readonly ImageRow[] = [
  ['AzureLinux4', 'microsoftazurelinux', 'azurelinux-4', '4'],
  ['AzureLinux4Arm64', 'microsoftazurelinux', 'azurelinux-4', '4-arm64', 'Arm64'],
  ['AzureLinux4Gen1', 'microsoftazurelinux', 'azurelinux-4', '4-gen1'],
  ['CentOS85Gen2', 'OpenLogic', 'CentOS', '8_5-gen2'],
  ['Debian11', 'Debian', 'debian-11', '11-backports-gen2'],
  ['FlatcarLinuxFreeGen2', 'kinvolk', 'flatcar-container-linux-free', 'stable-gen2'],
  ['OpenSuseLeap154Gen2', 'SUSE', 'openSUSE-leap-15-4', 'gen2'],
  ['RHELRaw8LVMGen2', 'RedHat', 'RHEL', '8-lvm-gen2'],
  ['SuseSles15SP3', 'SUSE', 'sles-15-sp3', 'gen2'],
  ['Ubuntu2204', 'Canonical', '0001-com-ubuntu-server-jammy', '22_04-lts-gen2'],
];

const WINDOWS: readonly ImageRow[] = [
  ['Win2022Datacenter', '2022-datacenter-g2'],
  ['Win2022AzureEditionCore', '2022-datacenter-azure-edition-core'],
  ['Win2019Datacenter', '2019-datacenter-gensecond'],
  ['Win2016Datacenter', '2016-datacenter-gensecond'],
  ['Win2012R2Datacenter', '2012-R2-Datacenter'],
  ['Win2012Datacenter', '2012-Datacenter'],
].map(([alias = '', sku = '']) => [alias, 'MicrosoftWindowsServer', 'WindowsServer', sku]);

/**
 * `GET /aliases.json`, the document behind `vmImageAliasDoc`: what az means by `--image Ubuntu2204`. It
 * has the form of a deployment template because Azure's has, and az reads `outputs.aliases.value`.
 */
export function imageAliases(): JsonObject {
  const value = { Linux: imagesOf(LINUX), Windows: imagesOf(WINDOWS) };
  return {
    $schema: 'http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json',
    contentVersion: '1.0.0.0',
    parameters: {},
    variables: {},
    resources: [],
    outputs: { aliases: { type: 'object', value } },
  };
}

function imagesOf(rows: readonly ImageRow[]): JsonObject {
  return Object.fromEntries(
    rows.map(([alias, publisher, offer, sku, architecture = 'x64']) => [
      alias,
      { publisher, offer, sku, version: 'latest', architecture },
    ]),
  );
}
