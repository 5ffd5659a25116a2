import path from 'node:path';
import type { Place } from './connection.ts';

/**
 * How az is let in. az 2.54 and newer can switch instance discovery off; an older one asks
 * login.microsoftonline.com about every authority but one of ADFS form, and Debian 12's has its
 * compute commands only under a profile of Azure Stack (measured with 2.45).
 */
export type AzSignIn = 'discovery-off' | 'adfs';

const CLOUD = 'lazulite';
const FIRST_WITH_DISCOVERY_OFF = [2, 54];

export function signInOf(azVersion: string): AzSignIn {
  const [major = 0, minor = 0] = azVersion.split('.').map(Number);
  const [firstMajor = 0, firstMinor = 0] = FIRST_WITH_DISCOVERY_OFF;
  const isOld = major < firstMajor || (major === firstMajor && minor < firstMinor);
  return isOld ? 'adfs' : 'discovery-off';
}

/** Below the data folder, so that ~/.azure is never touched. */
export function azFolder(place: Place): string {
  return path.join(path.dirname(place.caFile), 'azure');
}

/** What every az command against the emulator is run with. */
export function azEnvironment(place: Place): Readonly<Record<string, string>> {
  return {
    AZURE_CONFIG_DIR: azFolder(place),
    // Replaces the default list, so it holds the system's certificates as well.
    REQUESTS_CA_BUNDLE: place.caBundleFile,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
  };
}

/** The commands that, once, make a configuration folder az's way in. */
export function azSetUpSteps(place: Place, signIn: AzSignIn): readonly (readonly string[])[] {
  const { client, tenantId } = place;
  const adfs = signIn === 'adfs';
  const register = ['cloud', 'register', '-n', CLOUD, '--endpoint-resource-manager', place.url];
  // The metadata that az before 2.54 reads have no place for it, and its own copy is of 2023.
  const aliases = ['--endpoint-vm-image-alias-doc', `${place.url}/aliases.json`];
  return [
    adfs ? [...register, '--profile', '2020-09-01-hybrid', ...aliases] : register,
    ['cloud', 'set', '-n', CLOUD],
    [
      'login',
      '--service-principal',
      '--allow-no-subscriptions',
      `--username=${client.id}`,
      `--password=${client.secret}`,
      '--tenant',
      adfs ? 'adfs' : tenantId,
    ],
  ];
}
