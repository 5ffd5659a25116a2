import type { ArmRequest } from '../../arm/index.ts';
import { foldCase, type JsonObject } from '../../base/index.ts';
import type { ChangeContext, Changed } from '../../fleet/index.ts';
import { modelView } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import { referencesIn, referenceWrites } from '../shells/references.ts';
import type { Use } from '../shells/shell-type.ts';
import { type ChangeOptions, type Proposal, refusalError, tryChange } from './change-scale-set.ts';
import { objectAt } from './model/json-path.ts';
import type { ComputeServices } from './services.ts';

type Services = Pick<ComputeServices, 'fleet' | 'compute' | 'shells'>;

/** What a set's model names: networks and load balancers, its image, where it is to be placed. */
function namedBy(id: string, model: JsonObject): readonly Use[] {
  const properties = objectAt(model, 'properties');
  const profile = objectAt(properties, 'virtualMachineProfile');
  return referencesIn(id, {
    ...objectAt(profile, 'networkProfile'),
    imageReference: objectAt(profile, 'storageProfile', 'imageReference'),
    capacityReservation: objectAt(profile, 'capacityReservation'),
    proximityPlacementGroup: objectAt(properties, 'proximityPlacementGroup'),
    hostGroup: objectAt(properties, 'hostGroup'),
  });
}

/**
 * Changes the model of the set that a request names. What the new model names and the old one does not
 * is looked at first; all of it is recorded in the commit of the change.
 */
export async function changeModel(
  request: ArmRequest,
  services: Services,
  options: ChangeOptions,
  propose: (context: ChangeContext) => Proposal,
): Promise<Changed> {
  const first = await attempt(request, services, options, propose, NOTHING);
  if (!('unseen' in first)) return first;
  let { unseen } = first;
  for (;;) {
    const seen = unseen;
    const next = await services.shells.withReferences(seen, (guards, placed) =>
      attempt(request, services, options, propose, { seen: placed, guards }),
    );
    if (!('unseen' in next)) return next;
    // Somebody changed the model in between, and now it names something else.
    unseen = next.unseen;
  }
}

/** What has been looked at, and what proves in the commit that it is still so. */
interface Looked {
  readonly seen: readonly Use[];
  readonly guards: readonly Write[];
}

const NOTHING: Looked = { seen: [], guards: [] };

/** Names something that has not been looked at: nothing was changed. */
interface Unseen {
  readonly unseen: readonly Use[];
}

class UnseenError extends Error {
  override readonly name = 'UnseenError';
  readonly unseen: readonly Use[];

  constructor(unseen: readonly Use[]) {
    super('the model names what has not been looked at');
    this.unseen = unseen;
  }
}

async function attempt(
  request: ArmRequest,
  services: Services,
  options: ChangeOptions,
  propose: (context: ChangeContext) => Proposal,
  { seen, guards }: Looked,
): Promise<Changed | Unseen> {
  const known = new Set(seen.map(keyOf));
  try {
    const outcome = await tryChange(request, services, (context) => {
      const proposal = propose(context);
      const { command } = proposal;
      if (!('model' in command)) return proposal;
      const view = context.current && modelView(context.current);
      const id = view?.genesis.resourceId ?? resourceIdOf(command);
      const before = view ? namedBy(id, view.model) : [];
      // With the places that new ones are given.
      const after = namedBy(id, command.model).map(
        (use) => seen.find((placed) => keyOf(placed) === keyOf(use)) ?? use,
      );
      const old = new Set(before.map(keyOf));
      const added = after.filter((use) => !old.has(keyOf(use)));
      if (added.some((use) => !known.has(keyOf(use)))) throw new UnseenError(added);
      const writes = referenceWrites(id, before, after);
      return {
        ...proposal,
        writes: [...(proposal.writes ?? []), ...writes, ...(added.length > 0 ? guards : [])],
      };
    });
    if (outcome.kind === 'changed') return outcome;
    throw refusalError(outcome.refusal, request, options);
  } catch (error) {
    if (error instanceof UnseenError) return { unseen: error.unseen };
    throw error;
  }
}

function resourceIdOf(command: Proposal['command']): string {
  return 'genesis' in command ? command.genesis.resourceId : '';
}

function keyOf({ target, source }: Use): string {
  return foldCase(`${target}|${source}`);
}
