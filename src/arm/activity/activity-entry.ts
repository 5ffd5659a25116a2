import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import type { Write } from '../../store/index.ts';
import type { Caller } from '../types.ts';

/** How it is found out when what was accepted has ended, and how. */
export type ActivityEnd =
  /** It ends well at this instant, by itself. */
  | { readonly kind: 'at'; readonly at: Instant }
  /** As the long-running operation of a scale set. */
  | { readonly kind: 'operation'; readonly operationId: string }
  /** Whoever ends it writes a document under this key, in the commit of the end. */
  | { readonly kind: 'noted'; readonly key: string };

/** One write that a client asked for, as the activity log keeps it; its events are derived from it. */
export interface RequestActivity {
  readonly kind: 'request';
  readonly at: Instant;
  readonly method: string;
  /** `Microsoft.Compute/virtualMachineScaleSets/start/action`. */
  readonly action: string;
  /** What the request was about, in the client's casing, without the name of an action. */
  readonly resourceId: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly clientRequestId: string;
  readonly caller: Caller;
  /** Of the first answer. */
  readonly httpStatus: number;
  /** Null when it was done with its answer. */
  readonly end: ActivityEnd | null;
  /** Why it was refused; null when it was not. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** What an autoscale setting has done to its target. */
export interface AutoscaleActivity {
  readonly kind: 'autoscale';
  readonly at: Instant;
  /** Of all events of this step. */
  readonly operationId: string;
  readonly direction: 'Scaleup' | 'Scaledown';
  /** The autoscale setting. */
  readonly settingId: string;
  /** The scale set. */
  readonly targetId: string;
  readonly oldCount: number;
  readonly newCount: number;
  /** The profile in force, as it stands in the setting. */
  readonly profile: unknown;
  /** When the target was last scaled before; null when it never was. */
  readonly lastScaleAt: Instant | null;
  /** The long-running operation of the target; null when the target refused. */
  readonly targetOperationId: string | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

export type ActivityEntry = RequestActivity | AutoscaleActivity;

/** How something ended that an entry points to by `noted`. */
export interface NotedEnd {
  readonly at: Instant;
  /** Null when it ended well. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

const ACTIVITY = 'activity-log';
const ENDS = 'activity-ends';

/** Azure keeps 90 days. Source: Microsoft Learn, "Azure activity log", retention period. */
export const ACTIVITY_RETENTION = 90 * 86_400 * MICROS_PER_SECOND;

/** Above all instants: keys count down from it, so that the newest entry comes first. */
const LAST_INSTANT = 9_007_199_254_740_991;
const INSTANT_DIGITS = 16;

/** Where the entries of a subscription begin that are not newer than `at`. */
export function activityKey(subscriptionId: string, at: Instant, id = ''): string {
  const downward = String(LAST_INSTANT - at).padStart(INSTANT_DIGITS, '0');
  return `${subscriptionId.toLowerCase()}/${downward}/${id}`;
}

/** The write that puts an entry into the log of the subscription that `key` begins with. */
export function activityWrite(key: string, entry: ActivityEntry): Write {
  return { kind: 'put', collection: ACTIVITY, key, value: JSON.stringify(entry) };
}

/** The write by which somebody says that what an entry points to has ended. */
export function activityEndWrite(key: string, end: NotedEnd): Write {
  return { kind: 'put', collection: ENDS, key, value: JSON.stringify(end) };
}

export const ACTIVITY_COLLECTIONS = [ACTIVITY, ENDS] as const;
