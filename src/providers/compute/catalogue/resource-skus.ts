import {
  armErrors,
  type ArmRequest,
  nextLink,
  normalizeLocation,
  type Operation,
  readAfterNumber,
  writeJsonList,
} from '../../../arm/index.ts';
import type { ComputeServices } from '../services.ts';
import { DISK_SKUS } from './disk-skus.ts';
import { sizesOf, zonesOf } from './regions.ts';
import { type Capability, capabilitiesOf } from './sku-capabilities.ts';

/** Source: the versions of `skus` in recorded provider metadata; the specification's folders. */
export const RESOURCE_SKU_API_VERSIONS: readonly string[] = [
  '2017-03-30',
  '2017-09-01',
  '2019-04-01',
  '2021-07-01',
];

/** One region fits into a page; Azure writes all of them into one of some forty megabytes. */
const PAGE_SIZE = 500;

/** What `az vm list-skus` reads: every size, disk and availability set, region by region. */
export const listResourceSkus: Operation<ComputeServices> = {
  operationId: 'ResourceSkus_List',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers/Microsoft.Compute/skus',
  longRunning: false,
  async handle(request, services) {
    const offered = services.compute.locations;
    const asked = readLocationFilter(request);
    const wanted = offered.filter(
      (name) => (asked ?? normalizeLocation(name)) === normalizeLocation(name),
    );
    const all = wanted.flatMap(skusOf);
    const from = readAfterNumber(request) ?? 0;
    const to = from + PAGE_SIZE;
    const { bytes } = await writeJsonList({
      speaker: 'provider',
      items: all.slice(from, to),
      toJson: (sku) => sku.toJson(),
      nextLink: to < all.length ? nextLink(request, { after: to }) : undefined,
      turn: () => services.turn(),
    });
    return { httpStatus: 200, speaker: 'provider', body: { bytes } };
  },
};

/** "The filter to apply on the operation. Only location filter is supported currently." (specification) */
function readLocationFilter({ query }: Pick<ArmRequest, 'query'>): string | undefined {
  const text = query['$filter']?.trim();
  if (text === undefined || text === '') return undefined;
  const location = /^location\s+eq\s+'([^']*)'$/i.exec(text)?.[1];
  if (location === undefined) throw armErrors.invalidFilter(text);
  return normalizeLocation(location);
}

interface Sku {
  toJson(): unknown;
}

/** Made when it is written: there are some twenty thousand of them. */
function skusOf(displayName: string): readonly Sku[] {
  const location = normalizeLocation(displayName);
  const zones = zonesOf(location);
  const at = { location: displayName.replaceAll(/\s/g, ''), zones };
  return [
    ...['Classic', 'Aligned'].map((name) => ({
      toJson: () =>
        skuBody(at, {
          resourceType: 'availabilitySets',
          name,
          zonal: false,
          capabilities: [
            { name: 'MaximumPlatformFaultDomainCount', value: zones.length > 0 ? '3' : '2' },
          ],
        }),
    })),
    ...DISK_SKUS.map((disk) => ({
      toJson: () => skuBody(at, { resourceType: 'disks', ...disk }),
    })),
    ...sizesOf(location).map((size) => ({
      toJson: () =>
        skuBody(at, {
          resourceType: 'virtualMachines',
          name: size.name,
          tier: size.tier,
          size: size.name.replace(/^[a-z]+_/i, ''),
          family: size.family,
          zonal: size.tier === 'Standard' && size.has('A'),
          ultraDisks: size.has('U'),
          capabilities: capabilitiesOf(size),
        }),
    })),
  ];
}

interface SkuFacts {
  readonly resourceType: string;
  readonly name: string;
  readonly tier?: string;
  readonly size?: string;
  readonly family?: string;
  /** Whether it can be asked for in a zone, where there are any. */
  readonly zonal: boolean;
  readonly ultraDisks?: boolean;
  readonly capabilities: readonly Capability[];
}

/** Order of members: the specification's example and the answers that issues of azure-cli quote. */
function skuBody(
  at: { readonly location: string; readonly zones: readonly string[] },
  facts: SkuFacts,
): unknown {
  const { resourceType, name, tier, size, family, zonal, ultraDisks = false, capabilities } = facts;
  const zones = zonal ? at.zones : [];
  return {
    resourceType,
    name,
    tier,
    size,
    family,
    locations: [at.location],
    locationInfo: [
      {
        location: at.location,
        zones,
        zoneDetails:
          ultraDisks && zones.length > 0
            ? [{ Name: zones, capabilities: [{ name: 'UltraSSDAvailable', value: 'True' }] }]
            : [],
      },
    ],
    capabilities,
    restrictions: [],
  };
}
