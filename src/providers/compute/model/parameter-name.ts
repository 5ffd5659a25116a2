/**
 * What Azure calls a member in `target` and in its messages: the path without the profiles around it
 * and without list positions (`adminPassword`, `osDisk.osType`, `upgradePolicy.mode`,
 * `linuxConfiguration.ssh.publicKeys.keyData`). Source: the recorded targets in shared/azure/errors.md.
 */
export function parameterName(path: string): string {
  return path
    .replaceAll(/\[\d+\]/g, '')
    .replaceAll('.properties.', '.')
    .replace(/^properties\./, '')
    .replace(/^virtualMachineProfile\./, '')
    .replace(/^(?:osProfile|storageProfile|networkProfile|extensionProfile)\./, '');
}
