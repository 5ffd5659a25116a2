import { sameName } from '../../../base/index.ts';

export type Unit =
  | 'Percent'
  | 'Count'
  | 'Bytes'
  | 'BytesPerSecond'
  | 'CountPerSecond'
  | 'Unspecified';

export interface MetricDefinition {
  /** Name in the REST API. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly unit: Unit;
  readonly primaryAggregation: 'Average' | 'Total';
}

export const AVAILABILITY = 'VmAvailabilityMetric';

/**
 * Metrics of a machine that its host measures. Source: Microsoft Learn, "Supported metrics for
 * Microsoft.Compute/virtualmachineScaleSets". The first is simulated, the others are what users feed.
 */
const PLATFORM: readonly MetricDefinition[] = [
  {
    name: AVAILABILITY,
    displayName: 'VM Availability Metric (Preview)',
    description: 'Measure of Availability of Virtual machines over time.',
    unit: 'Count',
    primaryAggregation: 'Average',
  },
  {
    name: 'Percentage CPU',
    displayName: 'Percentage CPU',
    description:
      'The percentage of allocated compute units that are currently in use by the Virtual Machine(s)',
    unit: 'Percent',
    primaryAggregation: 'Average',
  },
  {
    name: 'Available Memory Bytes',
    displayName: 'Available Memory Bytes (Preview)',
    description:
      'Amount of physical memory, in bytes, immediately available for allocation to a process or for system use in the Virtual Machine',
    unit: 'Bytes',
    primaryAggregation: 'Average',
  },
  {
    name: 'Network In Total',
    displayName: 'Network In Total',
    description:
      'The number of bytes received on all network interfaces by the Virtual Machine(s) (Incoming Traffic)',
    unit: 'Bytes',
    primaryAggregation: 'Total',
  },
  {
    name: 'Network Out Total',
    displayName: 'Network Out Total',
    description:
      'The number of bytes out on all network interfaces by the Virtual Machine(s) (Outgoing Traffic)',
    unit: 'Bytes',
    primaryAggregation: 'Total',
  },
  {
    name: 'Disk Read Bytes',
    displayName: 'Disk Read Bytes',
    description: 'Bytes read from disk during monitoring period',
    unit: 'Bytes',
    primaryAggregation: 'Total',
  },
  {
    name: 'Disk Write Bytes',
    displayName: 'Disk Write Bytes',
    description: 'Bytes written to disk during monitoring period',
    unit: 'Bytes',
    primaryAggregation: 'Total',
  },
  {
    name: 'Disk Read Operations/Sec',
    displayName: 'Disk Read Operations/Sec',
    description: 'Disk Read IOPS',
    unit: 'CountPerSecond',
    primaryAggregation: 'Average',
  },
  {
    name: 'Disk Write Operations/Sec',
    displayName: 'Disk Write Operations/Sec',
    description: 'Disk Write IOPS',
    unit: 'CountPerSecond',
    primaryAggregation: 'Average',
  },
];

/** The metrics that a resource has: those of the platform, and what users feed beside them. */
export function definitionsWith(fedNames: readonly string[]): readonly MetricDefinition[] {
  const own = fedNames.filter((fed) => !PLATFORM.some(({ name }) => sameName(name, fed)));
  return [
    ...PLATFORM,
    ...own.map((name) => ({
      name,
      displayName: name,
      description: '',
      unit: 'Unspecified' as const,
      primaryAggregation: 'Average' as const,
    })),
  ];
}
