import { ArmError, armErrors } from '../../../arm/index.ts';
import { invariant } from '../../../base/index.ts';
import type { ChangeContext, Changed, Decision, Fleet, Refused } from '../../../fleet/index.ts';
import { type Command, modelView, type Refusal } from '../../../scaleset/index.ts';
import type { Write } from '../../../store/index.ts';
import { demandChange, mayUpdateInPlace } from './demand.ts';
import { type QuotaPlace, releaseQuota } from './quota-books.ts';
import type { Charging, Quotas } from './quotas.ts';

type Taken = Extract<Decision<ArmError>, { kind: 'command' }>;
type Decide = (context: ChangeContext) => Decision<ArmError>;

/**
 * `fleet.change` that keeps the quotas. What needs more of one is decided a second time, with the
 * figures of its location at hand; nothing else looks at them.
 */
export async function changeWithQuota(
  { fleet, quotas }: { readonly fleet: Fleet; readonly quotas: Quotas },
  key: string,
  decide: Decide,
): Promise<Changed | Refused<ArmError | Refusal>> {
  let needed: QuotaPlace | undefined;
  const outcome = await fleet.change<ArmError>(key, (context) => {
    needed = undefined;
    const decision = decide(context);
    if (decision.kind === 'refuse') return decision;
    const change = demandChange(context.current, decision.command);
    switch (change.kind) {
      case 'none':
        return decision;
      case 'release':
        return withWrites(decision, [releaseQuota(placeOf(key, context, decision.command), key)]);
      case 'charge':
        needed = placeOf(key, context, decision.command);
        return { kind: 'refuse', refusal: armErrors.conflict() };
    }
  });
  // What the domain refuses is refused whatever the quotas say; it has not been asked yet.
  if (needed === undefined) return outcome;
  const place: QuotaPlace = needed;
  return quotas.charging(place, key, (charging) =>
    fleet.change<ArmError>(key, (context) => {
      const decision = decide(context);
      if (decision.kind === 'refuse') return decision;
      return charged(decision, context, { place, key, charging });
    }),
  );
}

function charged(
  decision: Taken,
  context: ChangeContext,
  at: { readonly place: QuotaPlace; readonly key: string; readonly charging: Charging },
): Decision<ArmError> {
  const { place, key, charging } = at;
  const { location } = placeOf(key, context, decision.command);
  // It has been made anew in another place since the first look.
  if (location !== place.location) return { kind: 'refuse', refusal: armErrors.conflict() };
  const change = demandChange(context.current, decision.command);
  if (change.kind === 'none') return decision;
  if (change.kind === 'release') return withWrites(decision, [releaseQuota(place, key)]);
  try {
    return withWrites(decision, charging.charge(change.demand, change));
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    const { current } = context;
    if (current === undefined || !mayUpdateInPlace(current, decision.command)) {
      return { kind: 'refuse', refusal: error };
    }
    return charged(updatingInPlace(decision), context, at);
  }
}

/**
 * Without quota for new machines an upgrade updates those that there are (documented: "If that quota check
 * fails, the upgrade defaults to a non-MaxSurge upgrade"). Azure looks before each batch; here it is
 * settled when the upgrade begins, so that its journal says it.
 */
function updatingInPlace(decision: Taken): Taken {
  const { command } = decision;
  invariant(
    command.kind === 'put' || command.kind === 'patch' || command.kind === 'startRollingUpgrade',
    'it is an upgrade that makes new machines',
  );
  return { ...decision, command: { ...command, inPlace: true } };
}

function withWrites(decision: Taken, writes: readonly Write[]): Decision<ArmError> {
  return { ...decision, writes: [...(decision.writes ?? []), ...writes] };
}

/** The subscription and location that a set belongs to. */
function placeOf(key: string, { current }: ChangeContext, command: Command): QuotaPlace {
  const genesis =
    command.kind === 'create' ? command.genesis : current && modelView(current).genesis;
  return { subscriptionId: key.split('/')[2] ?? '', location: genesis?.location ?? '' };
}
