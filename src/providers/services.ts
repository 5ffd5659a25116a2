import type { LongRunning, ResourceRegistry, ResourceType } from '../arm/index.ts';
import type { Fleet } from '../fleet/index.ts';
import type { Store } from '../store/index.ts';
import type { ProviderRegistrations } from './resources/provider-registrations.ts';
import type { ResourceGroups } from './resources/resource-groups.ts';
import type { Shells } from './shells/shells.ts';

/** A subscription as this emulator was started with. */
export interface Subscription {
  /** GUID in lower case. */
  readonly subscriptionId: string;
  readonly displayName: string;
}

/** What was settled at the start: who and what there is to find. */
export interface Directory {
  readonly tenantId: string;
  readonly subscriptions: readonly Subscription[];
  /** Of all providers; the providers list is made of these. */
  readonly resourceTypes: readonly ResourceType[];
  /** Display names of the locations where all of them are offered: `West Europe`. */
  readonly locations: readonly string[];
}

/** What operations work with. One object for all providers, made by the composition root. */
export interface Services {
  readonly fleet: Fleet;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  /** Also the source of the time: `longRunning.now()`. */
  readonly longRunning: LongRunning;
  readonly resourceGroups: ResourceGroups;
  readonly registrations: ProviderRegistrations;
  readonly directory: Directory;
  readonly shells: Shells;
  /** Lets the event loop do other work. */
  turn(): Promise<void>;
}
