import fc from 'fast-check';
import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import { ASKED_STEPS, failures } from '../../faults/index.ts';
import type { Command } from '../index.ts';

/** Faults that lie in wait, strikes and recoveries; times are seconds from the command on. */
export type FaultWish =
  | {
      readonly kind: 'arm';
      readonly faults: readonly {
        readonly id: string;
        readonly step: string;
        readonly hangs: boolean;
        readonly seconds: number | null;
        readonly share: number | null;
        readonly zone: string | null;
        readonly times: number | null;
      }[];
      readonly failsSet: boolean;
    }
  | {
      readonly kind: 'strike';
      readonly strike: 'fail' | 'unhealthy' | 'evict' | 'loseHost' | 'loseZone';
      readonly instances: readonly number[] | null;
      readonly zone: string | null;
      readonly faultDomain: number | null;
      readonly share: number | null;
      readonly seconds: number | null;
    }
  | { readonly kind: 'recoverZone'; readonly zone: string };

const zone = fc.constantFrom('1', '2', null);

/** @param mayHang Whether something may be left that never ends. */
export function faultWishes(mayHang: boolean): fc.Arbitrary<FaultWish> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('arm' as const),
      faults: fc.uniqueArray(
        fc.record({
          id: fc.constantFrom('a', 'b', 'c'),
          // Nothing but a fault without an end keeps a set from being deleted.
          step: fc.constantFrom(...ASKED_STEPS.filter((step) => !mayHang || step !== 'delete')),
          hangs: fc.boolean(),
          seconds: mayHang
            ? fc.option(fc.integer({ min: 1, max: 40 }))
            : fc.integer({ min: 1, max: 40 }),
          share: fc.constantFrom(null, 0.5),
          zone,
          times: fc.constantFrom(null, 2),
        }),
        { maxLength: 3, selector: ({ id }) => id },
      ),
      failsSet: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('strike' as const),
      strike: fc.constantFrom('fail', 'unhealthy', 'evict', 'loseHost', 'loseZone'),
      instances: fc.constantFrom(null, [0, 2, 5]),
      zone,
      faultDomain: fc.constantFrom(null, 1),
      share: fc.constantFrom(null, 0.5),
      seconds: fc.constantFrom(null, 20),
    }),
    fc.record({ kind: fc.constant('recoverZone' as const), zone: fc.constantFrom('1', '2') }),
  );
}

export function faultCommand(
  wish: FaultWish,
  base: { readonly at: Instant; readonly operationId: string },
): Command {
  const until = (seconds: number | null): Instant | null =>
    seconds === null ? null : base.at + seconds * MICROS_PER_SECOND;
  switch (wish.kind) {
    case 'arm':
      return {
        ...base,
        kind: 'armFaults',
        faults: wish.faults.map((fault, salt) => ({
          id: fault.id,
          on: {
            steps: [fault.step],
            ...(fault.share === null ? {} : { share: fault.share }),
            ...(fault.zone === null ? {} : { zone: fault.zone }),
          },
          effect: fault.hangs ? 'hang' : 'fail',
          after: null,
          failure: fault.hangs ? null : failures.allocationFailed,
          until: until(fault.seconds),
          times: fault.times,
          salt,
        })),
        setFailures: wish.failsSet
          ? [
              {
                id: 'set',
                after: 2 * MICROS_PER_SECOND,
                view: failures.secretFailed,
                operation: failures.vmScaleSetAllocationError,
                until: until(30),
                times: 1,
              },
            ]
          : [],
      };
    case 'strike': {
      const { strike: kind, instances, zone: place, faultDomain, share, seconds } = wish;
      return {
        ...base,
        kind: 'strike',
        strike: {
          kind,
          instances,
          zone: kind === 'loseZone' ? (place ?? '1') : place,
          faultDomain,
          share,
          salt: 7,
          failure: kind === 'fail' ? failures.networkingInternalOperationError : null,
          until: until(seconds),
        },
      };
    }
    case 'recoverZone':
      return { ...base, ...wish };
  }
}
