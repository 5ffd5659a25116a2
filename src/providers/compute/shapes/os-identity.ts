import type { JsonObject } from '../../../base/index.ts';
import { platformImageOf } from '../catalogue/check-image.ts';
import { objectAt } from '../model/json-path.ts';

/** What a guest agent reports about the operating system it runs in. */
export interface OsIdentity {
  readonly osName: string;
  readonly osVersion: string;
  readonly hyperVGeneration: 'V1' | 'V2';
}

/**
 * The operating system of a machine, read from the names of its image as people write them
 * (`2022-datacenter-azure-edition`, `0001-com-ubuntu-server-jammy`/`22_04-lts-gen2`, `debian-12`).
 * Names and versions as recorded agents report them. Source: shared/azure/vm-instance-view.md.
 */
export function osIdentity(osType: 'Linux' | 'Windows', profile: JsonObject): OsIdentity {
  const image = objectAt(profile, 'storageProfile', 'imageReference');
  const words = ['publisher', 'offer', 'sku', 'id']
    .map((key) => image[key])
    .filter((part) => typeof part === 'string')
    .join(' ')
    .toLowerCase();
  const system = osType === 'Windows' ? windows(words) : linux(words);
  const known = platformImageOf(profile)?.hyperVGeneration;
  return {
    ...system,
    hyperVGeneration: known ?? generation(words, objectAt(profile, 'securityProfile')),
  };
}

const WINDOWS: readonly (readonly [RegExp, string, string])[] = [
  [/2025/, 'Windows Server 2025 Datacenter', '10.0.26100.2314'],
  [/2022/, 'Windows Server 2022 Datacenter', '10.0.20348.2655'],
  [/2019/, 'Windows Server 2019 Datacenter', '10.0.17763.6189'],
  [/2016/, 'Windows Server 2016 Datacenter', 'Microsoft Windows NT 10.0.14393.0'],
  [/2012-r2/, 'Windows Server 2012 R2 Datacenter', 'Microsoft Windows NT 6.3.9600.0'],
];

const UBUNTU_RELEASES: Readonly<Record<string, string>> = {
  noble: '24.04',
  jammy: '22.04',
  focal: '20.04',
  bionic: '18.04',
};

function windows(words: string): { osName: string; osVersion: string } {
  const known = WINDOWS.find(([pattern]) => pattern.test(words)) ?? WINDOWS[1];
  const [, osName, osVersion] = known ?? [undefined, 'Windows Server', '10.0'];
  return { osName, osVersion };
}

function linux(words: string): { osName: string; osVersion: string } {
  const osName =
    /ubuntu|debian|centos|rhel|sles|opensuse|coreos|flatcar|almalinux|oracle|rocky/.exec(
      words,
    )?.[0] ?? 'ubuntu';
  const release = /noble|jammy|focal|bionic/.exec(words)?.[0];
  if (release) return { osName: 'ubuntu', osVersion: UBUNTU_RELEASES[release] ?? '22.04' };
  const numbered = /(?:^|[^\d])(\d{1,2})[._](\d{1,2})(?:[^\d]|$)/.exec(words);
  if (numbered) return { osName, osVersion: `${numbered[1]}.${numbered[2]}` };
  const whole = /-(\d{1,2})(?:[^\d]|$)/.exec(words);
  return { osName, osVersion: whole?.[1] ?? (osName === 'ubuntu' ? '22.04' : '9') };
}

function generation(words: string, securityProfile: JsonObject): 'V1' | 'V2' {
  const trusted = /^(trustedlaunch|confidentialvm)$/i.test(
    String(securityProfile['securityType'] ?? ''),
  );
  return trusted || /gen2|[-_]g2\b|azure-edition/.test(words) ? 'V2' : 'V1';
}

/** What `latest` resolved to: a version as publishers write them, the same for equal images. */
export function imageVersion(osType: 'Linux' | 'Windows', image: JsonObject): string {
  const profile = { storageProfile: { imageReference: image } };
  const newest = platformImageOf(profile)?.versions.at(-1);
  if (newest !== undefined) return newest;
  const system = osIdentity(osType, profile);
  if (osType === 'Windows') {
    const build = /(\d{5})/.exec(system.osVersion)?.[1] ?? '9600';
    return `${build}.2655.240810`;
  }
  return `${system.osVersion}.202408020`;
}
