import type { OptionValues } from '../server/index.ts';

/** One subscription for one test. */
export interface SubscriptionLease extends AsyncDisposable {
  readonly subscriptionId: string;
  /** Empties it and gives it back. */
  release(): Promise<void>;
}

/** The configured ones, or the first of all, and so many more. */
export function testSubscriptions(
  configured: OptionValues['subscription'],
  more: number,
): OptionValues['subscription'] {
  if (more === 0) return configured;
  const first = configured === undefined ? [numbered(1)] : [configured].flat();
  return [
    ...first.map(String),
    ...Array.from({ length: more }, (_, index) => numbered(101 + index)),
  ];
}

export function leaseSubscriptions(
  subscriptionIds: readonly string[],
  reset: (subscriptionId: string) => Promise<void>,
): { lease(): SubscriptionLease; taken(): readonly string[] } {
  const free = [...subscriptionIds];
  const lease = (): SubscriptionLease => {
    const subscriptionId = free.shift();
    if (subscriptionId === undefined) {
      throw new Error(
        `All ${subscriptionIds.length} subscriptions are taken. Start with more: startEmulator({ subscriptions: 16 }).`,
      );
    }
    let released: Promise<void> | undefined;
    const release = (): Promise<void> => {
      released ??= reset(subscriptionId).then(() => void free.push(subscriptionId));
      return released;
    };
    return { subscriptionId, release, [Symbol.asyncDispose]: release };
  };
  return { lease, taken: () => subscriptionIds.filter((id) => !free.includes(id)) };
}

function numbered(number: number): string {
  return `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
}
