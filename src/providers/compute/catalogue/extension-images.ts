import { armErrors, readTop } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { LOCATION } from './locations.ts';
import { byName, distinct, item, lookUp } from './look-up.ts';

export interface ExtensionImage {
  readonly publisher: string;
  readonly type: string;
  readonly osType: 'Linux' | 'Windows';
  /** Oldest first. */
  readonly versions: readonly string[];
}

/**
 * publisher | type | operating system | versions. Source: Microsoft Learn, "Virtual machine extensions
 * and features", and what `az vm extension image list` prints in public repositories.
 */
const TABLE = `
Microsoft.Azure.Extensions|CustomScript|Linux|2.0.7,2.1.6,2.1.10
Microsoft.Azure.Extensions|DockerExtension|Linux|1.0.0,1.2.2
Microsoft.Compute|CustomScriptExtension|Windows|1.9.5,1.10.15,1.10.18
Microsoft.Compute|BGInfo|Windows|2.1.0,2.2.5
Microsoft.Compute|VMAccessAgent|Windows|2.4.8,2.4.15
Microsoft.Compute|JsonADDomainExtension|Windows|1.3.6,1.3.14
Microsoft.OSTCExtensions|VMAccessForLinux|Linux|1.5.10,1.5.18
Microsoft.OSTCExtensions|CustomScriptForLinux|Linux|1.5.2,1.5.5
Microsoft.OSTCExtensions|LinuxDiagnostic|Linux|2.3.9025,2.3.9029
Microsoft.Azure.Diagnostics|LinuxDiagnostic|Linux|3.0.141,4.0.27,4.1.24
Microsoft.Azure.Diagnostics|IaaSDiagnostics|Windows|1.21.0,1.22.1,1.23.0
Microsoft.Azure.Monitor|AzureMonitorLinuxAgent|Linux|1.30.3,1.31.1,1.33.1
Microsoft.Azure.Monitor|AzureMonitorWindowsAgent|Windows|1.26.0,1.28.2,1.30.0
Microsoft.Azure.Monitoring.DependencyAgent|DependencyAgentLinux|Linux|9.10.17,9.10.20
Microsoft.Azure.Monitoring.DependencyAgent|DependencyAgentWindows|Windows|9.10.17,9.10.20
Microsoft.EnterpriseCloud.Monitoring|OmsAgentForLinux|Linux|1.17.3,1.19.0
Microsoft.EnterpriseCloud.Monitoring|MicrosoftMonitoringAgent|Windows|1.0.18064,1.0.18076
Microsoft.ManagedServices|ApplicationHealthLinux|Linux|1.0.5,2.0.12,2.0.15
Microsoft.ManagedServices|ApplicationHealthWindows|Windows|1.0.12,2.0.12,2.0.13
Microsoft.Azure.KeyVault|KeyVaultForLinux|Linux|2.2.0,3.0.1,3.3.1
Microsoft.Azure.KeyVault|KeyVaultForWindows|Windows|1.0.1,3.1.0,3.3.1
Microsoft.Azure.Security|AzureDiskEncryption|Windows|1.1.0,2.2.0,2.4.0
Microsoft.Azure.Security|AzureDiskEncryptionForLinux|Linux|0.1.0,1.1.0,1.4.0
Microsoft.Azure.Security|IaaSAntimalware|Windows|1.5.5,1.6.1,1.7.0
Microsoft.Azure.ActiveDirectory|AADSSHLoginForLinux|Linux|1.0.2,1.0.2740
Microsoft.Azure.ActiveDirectory|AADLoginForWindows|Windows|1.0.0,2.2.0
Microsoft.Azure.NetworkWatcher|NetworkWatcherAgentLinux|Linux|1.4.2423,1.4.3320
Microsoft.Azure.NetworkWatcher|NetworkWatcherAgentWindows|Windows|1.4.2423,1.4.3320
Microsoft.Azure.ServiceFabric|ServiceFabricNode|Windows|1.0.0,1.1.0
Microsoft.Azure.ServiceFabric|ServiceFabricLinuxNode|Linux|1.0.0,1.1.0
Microsoft.Powershell|DSC|Windows|2.77.0,2.80.2,2.83.5
Microsoft.CPlat.Core|RunCommandLinux|Linux|1.0.3,1.0.5
Microsoft.CPlat.Core|RunCommandWindows|Windows|1.1.11,1.1.18
Microsoft.CPlat.Core|LinuxPatchExtension|Linux|1.6.51,1.6.54
Microsoft.CPlat.Core|WindowsPatchExtension|Windows|1.5.63,1.5.72
Microsoft.CPlat.Core|VMApplicationManagerLinux|Linux|1.0.9,1.0.16
Microsoft.CPlat.Core|VMApplicationManagerWindows|Windows|1.0.9,1.0.16
Microsoft.HpcCompute|NvidiaGpuDriverLinux|Linux|1.6.0,1.9.0
Microsoft.HpcCompute|NvidiaGpuDriverWindows|Windows|1.6.0,1.9.0
Microsoft.AKS|Compute.AKS.Linux.AKSNode|Linux|1.46,1.60
Microsoft.GuestConfiguration|ConfigurationforLinux|Linux|1.26.60,1.26.79
Microsoft.GuestConfiguration|ConfigurationforWindows|Windows|1.29.71,1.29.85
`;

export const EXTENSION_IMAGES: readonly ExtensionImage[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [publisher = '', type = '', osType, versions = ''] = row.split('|');
    return {
      publisher,
      type,
      osType: osType === 'Windows' ? 'Windows' : 'Linux',
      versions: versions.split(','),
    };
  });

const TYPES = `${LOCATION}/publishers/{publisherName}/artifacttypes/vmextension/types`;
const VERSIONS = `${TYPES}/{type}/versions`;
const TOP_MAX = 1_000;

export const listExtensionTypes = lookUp(
  'VirtualMachineExtensionImages_ListTypes',
  TYPES,
  ({ at, params }) => {
    const types = EXTENSION_IMAGES.filter(({ publisher }) =>
      sameName(publisher, params.publisherName),
    ).map((image) => image.type);
    // A publisher of images only; az asks all of them. G in words.
    if (types.length === 0) throw armErrors.artifactNotFound('VMExtension');
    return distinct(types)
      .sort(byName)
      .map((type) => item(at, type, pathOf(find(params.publisherName, type))));
  },
);

export const listExtensionVersions = lookUp(
  'VirtualMachineExtensionImages_ListVersions',
  VERSIONS,
  ({ at, params, request }) => {
    const image = find(params.publisherName, params.type);
    const descending = /\bdesc$/i.test(request.query['$orderby'] ?? '');
    const versions = descending ? image.versions.toReversed() : image.versions;
    return versions
      .slice(0, readTop(request, TOP_MAX) ?? TOP_MAX)
      .map((version) => item(at, version, `${pathOf(image)}/Versions/${version}`));
  },
);

export const getExtensionImage = lookUp(
  'VirtualMachineExtensionImages_Get',
  `${VERSIONS}/{version}`,
  ({ at, params }) => {
    const image = find(params.publisherName, params.type);
    if (!image.versions.includes(params.version)) throw armErrors.artifactNotFound('VMExtension');
    return {
      properties: {
        operatingSystem: image.osType,
        computeRole: 'IaaS',
        vmScaleSetEnabled: true,
        supportsMultipleExtensions: false,
      },
      ...item(at, params.version, `${pathOf(image)}/Versions/${params.version}`),
    };
  },
);

function find(publisherName: string, typeName: string): ExtensionImage {
  const image = EXTENSION_IMAGES.find(
    ({ publisher, type }) => sameName(publisher, publisherName) && sameName(type, typeName),
  );
  if (image === undefined) throw armErrors.artifactNotFound('VMExtension');
  return image;
}

function pathOf({ publisher, type }: ExtensionImage): string {
  return `Publishers/${publisher}/ArtifactTypes/VMExtension/Types/${type}`;
}
