import type { Micros } from '../base/index.ts';

/** What is known of an application that is monitored. */
export type HealthState = 'initializing' | 'healthy' | 'unhealthy' | 'unknown';

/** How machines are monitored: by an extension in them, or by the probe of a load balancer. */
export interface HealthMonitoring {
  /** Its name in the model; null for a probe. */
  readonly extension: string | null;
  /** Rich health states (version 2 of the extension) begin as `initializing`. */
  readonly isRich: boolean;
  /** Rich health states over HTTP know `unknown`. */
  readonly hasUnknown: boolean;
}

/** Machines by their health; those of whom nobody has reported are not in it. */
export type HealthCounts = Readonly<Record<HealthState, number>>;

export interface RepairsPolicy {
  readonly enabled: boolean;
  readonly gracePeriod: Micros;
  readonly action: 'Replace' | 'Reimage' | 'Restart';
}
