import type { VmSize } from './vm-sizes.ts';

export interface Capability {
  readonly name: string;
  readonly value: string;
}

const MB = 1024 * 1024;
const GB = 1024 * MB;
const OS_VHD_SIZE_MB = 1_047_552;
const IOPS_MAX = 80_000;

/** What `az vm list-skus` shows of a size; names and order as Azure's answers have them. */
export function capabilitiesOf(size: VmSize): readonly Capability[] {
  const premium = size.has('P');
  const disk = size.resourceDiskMB;
  const iops = Math.min(IOPS_MAX, size.vCpus * 1_600);
  const values: Readonly<Record<string, string | number | boolean | undefined>> = {
    MaxResourceVolumeMB: disk,
    OSVhdSizeMB: OS_VHD_SIZE_MB,
    vCPUs: size.vCpus,
    MemoryPreservingMaintenanceSupported: !size.has('G'),
    HyperVGenerations: ['1', '2']
      .filter((generation) => size.has(generation as '1' | '2'))
      .map((generation) => `V${generation}`)
      .join(','),
    MemoryGB: size.memoryGB,
    MaxDataDiskCount: size.maxDataDisks,
    CpuArchitectureType: size.has('X') ? 'Arm64' : 'x64',
    GPUs: size.has('G') ? gpusOf(size) : undefined,
    LowPriorityCapable: size.has('S'),
    PremiumIO: premium,
    VMDeploymentTypes: 'IaaS',
    vCPUsAvailable: size.vCpusAvailable,
    vCPUsPerCore: size.has('X') || /^Standard_(?:A|B|D|DS|F)\d+s?(?:_v2)?$/.test(size.name) ? 1 : 2,
    CombinedTempDiskAndCachedIOPS: disk > 0 ? size.vCpus * 2_000 : undefined,
    CombinedTempDiskAndCachedReadBytesPerSecond: disk > 0 ? size.vCpus * 16 * MB : undefined,
    CombinedTempDiskAndCachedWriteBytesPerSecond: disk > 0 ? size.vCpus * 16 * MB : undefined,
    CachedDiskBytes: premium && disk > 0 ? size.vCpus * 25 * GB : undefined,
    UncachedDiskIOPS: premium ? iops : undefined,
    UncachedDiskBytesPerSecond: premium ? size.vCpus * 24 * MB : undefined,
    EphemeralOSDiskSupported: size.has('E'),
    EncryptionAtHostSupported: size.has('H'),
    CapacityReservationSupported: size.has('A') && premium,
    AcceleratedNetworkingEnabled: size.has('A') && size.vCpus > 1,
    RdmaEnabled: /r/.test(size.name.slice('Standard_NC'.length)) && size.has('G'),
    MaxNetworkInterfaces: size.maxNetworkInterfaces,
  };
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: textOf(value) }],
  );
}

/** .NET's words for truth values. */
function textOf(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** Source: the pages of the NC and NV series; a part of a card counts as one. */
function gpusOf({ vCpus, family }: VmSize): number {
  if (family === 'standardNCSv3Family') return vCpus / 6;
  if (family === 'standardNVSv3Family') return vCpus / 12;
  return vCpus >= 64 ? 4 : 1;
}
