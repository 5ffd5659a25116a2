import { foldCase } from '../../../base/index.ts';
import {
  LISTED_FAMILIES,
  MEMORY_EXCEPTIONS,
  REGULAR_FAMILIES,
  type SizeTrait,
} from './size-families.ts';

/** A size of virtual machines, as the catalogue has it. */
export interface VmSize {
  /** `Standard_D2s_v5`. */
  readonly name: string;
  readonly tier: 'Standard' | 'Basic';
  /** Its quota: `standardDSv5Family`. */
  readonly family: string;
  /** Of the quota, for people: `Standard DSv5 Family vCPUs`. */
  readonly familyLabel: string;
  readonly vCpus: number;
  /** Fewer than `vCpus` in a constrained size; quotas count these. */
  readonly vCpusAvailable: number;
  readonly memoryGB: number;
  readonly maxDataDisks: number;
  readonly resourceDiskMB: number;
  readonly maxNetworkInterfaces: number;
  has(trait: SizeTrait): boolean;
}

/** In the order of the families. */
export const VM_SIZES: readonly VmSize[] = [
  ...rows(LISTED_FAMILIES).flatMap(listedFamily),
  ...rows(REGULAR_FAMILIES).flatMap(regularFamily),
].sort((a, b) => (a.familyLabel < b.familyLabel ? -1 : a.familyLabel > b.familyLabel ? 1 : 0));

const BY_NAME = new Map(VM_SIZES.map((size) => [foldCase(size.name), size]));

/** A size by its name in any casing; undefined when there is none in any region. */
export function findVmSize(name: string): VmSize | undefined {
  return BY_NAME.get(foldCase(name));
}

function rows(table: string): readonly (readonly string[])[] {
  return table
    .trim()
    .split('\n')
    .map((row) => row.split('|'));
}

function regularFamily([
  family = '',
  familyLabel = '',
  pattern = '',
  cores = '',
  memoryPerCore = '',
  diskPerCore = '',
  traits = '',
]: readonly string[]): readonly VmSize[] {
  return cores.split(' ').map((text) => {
    const vCpus = Number(text);
    const short = pattern.replace('#', text);
    return makeSize({
      name: `Standard_${short}`,
      tier: 'Standard',
      family,
      familyLabel,
      vCpus,
      vCpusAvailable: vCpus,
      memoryGB: MEMORY_EXCEPTIONS[short] ?? vCpus * Number(memoryPerCore),
      maxDataDisks: regularDataDisks(vCpus, family),
      resourceDiskMB: vCpus * Number(diskPerCore),
      maxNetworkInterfaces: vCpus < 8 ? 2 : vCpus < 16 ? 4 : 8,
      traits,
    });
  });
}

/** The first F sizes take four disks per core; all others two, up to 32. */
function regularDataDisks(vCpus: number, family: string): number {
  if (family === 'standardFFamily' || family === 'standardFSFamily') return 4 * vCpus;
  return Math.min(32, 2 * vCpus);
}

function listedFamily([
  family = '',
  familyLabel = '',
  traits = '',
  sizes = '',
]: readonly string[]): readonly VmSize[] {
  return sizes.split(' ').map((text) => {
    const [short = '', cores = '', memory, disk, dataDisks, interfaces] = text.split(',');
    const [vCpus = '', available = vCpus] = cores.split('-');
    const isBasic = short.startsWith('Basic_');
    return makeSize({
      name: isBasic ? short : `Standard_${short}`,
      tier: isBasic ? 'Basic' : 'Standard',
      family,
      familyLabel,
      vCpus: Number(vCpus),
      vCpusAvailable: Number(available),
      memoryGB: Number(memory),
      maxDataDisks: Number(dataDisks),
      resourceDiskMB: Number(disk),
      maxNetworkInterfaces: Number(interfaces),
      traits,
    });
  });
}

function makeSize({ traits, ...size }: Omit<VmSize, 'has'> & { readonly traits: string }): VmSize {
  return { ...size, has: (trait) => traits.includes(trait) };
}
