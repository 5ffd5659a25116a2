import type { Instant } from '../../base/index.ts';
import type { Armed, Lifecycle } from '../../scaleset/index.ts';
import type { Quotas } from './quota/quotas.ts';
import type { Services } from '../services.ts';

/** What the operations of the compute provider work with: everybody's services, and its settings. */
export type ComputeServices = Pick<
  Services,
  'fleet' | 'registry' | 'store' | 'longRunning' | 'directory' | 'turn' | 'shells'
> & {
  readonly compute: ComputeSettings;
};

export interface ComputeSettings {
  /** The most instances that a set may have: 1,000 in Azure; an option lifts it. */
  readonly capacityLimit: number;
  readonly quotas: Quotas;
  /** Display names of the locations that offer scale sets: `West Europe`. */
  readonly locations: readonly string[];
  /** Of this installation; fingerprints of secrets are keyed with it. */
  readonly secretKey: Uint8Array;
  /** Virtual time. */
  now(): Instant;
  /** The life cycle that new sets live by. */
  lifecycle(): Lifecycle;
  /** What lies in wait in a new set; undefined for nothing. */
  armed?(resourceId: string): Armed | undefined;
}
