import type { Capability } from './sku-capabilities.ts';

export interface DiskSku {
  readonly name: string;
  readonly tier: string;
  readonly size?: string;
  readonly zonal: boolean;
  readonly capabilities: readonly Capability[];
}

/** Source: Microsoft Learn, "Azure managed disk types": size, GiB, IOPS, MB/s of premium disks. */
const PREMIUM = `
P1 4 120 25
P2 8 120 25
P3 16 120 25
P4 32 120 25
P6 64 240 50
P10 128 500 100
P15 256 1100 125
P20 512 2300 150
P30 1024 5000 200
P40 2048 7500 250
P50 4096 7500 250
P60 8192 16000 500
P70 16384 18000 750
P80 32767 20000 900
`;

const SIZES = ['4', '6', '10', '15', '20', '30', '40', '50', '60', '70', '80'];
const SIZES_GIB = [32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_767];

/** What `disks` rows of the list of SKUs say. */
export const DISK_SKUS: readonly DiskSku[] = [
  ...premium('Premium_LRS', true),
  ...premium('Premium_ZRS', false),
  ...standard('StandardSSD_LRS', 'E', true),
  ...standard('StandardSSD_ZRS', 'E', false),
  ...standard('Standard_LRS', 'S', true),
  { name: 'UltraSSD_LRS', tier: 'Ultra', zonal: true, capabilities: range(0, 65_536) },
  { name: 'PremiumV2_LRS', tier: 'Premium', zonal: true, capabilities: range(0, 65_536) },
];

function premium(name: string, zonal: boolean): readonly DiskSku[] {
  let below = 0;
  return PREMIUM.trim()
    .split('\n')
    .map((row) => {
      const [size = '', gib = '', iops = '', bandwidth = ''] = row.split(' ');
      const capabilities = [
        ...range(below, Number(gib)),
        ...both('IOps', iops),
        ...both('BandwidthMBps', bandwidth),
      ];
      below = Number(gib);
      return { name, tier: 'Premium', size, zonal, capabilities };
    });
}

function standard(name: string, letter: string, zonal: boolean): readonly DiskSku[] {
  return SIZES.map((size, at) => ({
    name,
    tier: 'Standard',
    size: `${letter}${size}`,
    zonal,
    capabilities: range(SIZES_GIB[at - 1] ?? 0, SIZES_GIB[at] ?? 0),
  }));
}

function range(min: number, max: number): readonly Capability[] {
  return [
    { name: 'MaxSizeGiB', value: String(max) },
    { name: 'MinSizeGiB', value: String(min) },
  ];
}

function both(what: string, value: string): readonly Capability[] {
  return [
    { name: `Max${what}`, value },
    { name: `Min${what}`, value },
  ];
}
