import { type ArmError, armErrors } from '../../arm/index.ts';
import { foldCase, type JsonObject } from '../../base/index.ts';
import type { ChangeContext, Changed, Refused } from '../../fleet/index.ts';
import { findInstance, modelView, type Refusal } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import { referenceWrites } from '../shells/references.ts';
import type { Shells } from '../shells/shells.ts';
import type { Use } from '../shells/shell-type.ts';
import type { Proposal } from './change-scale-set.ts';
import { listAt, objectAt } from './model/json-path.ts';

type Outcome = Changed | Refused<ArmError | Refusal>;
type Propose = (context: ChangeContext) => Proposal;

/**
 * Runs a change of a set. When it attaches disks to a machine, nobody else may have them, and who has
 * them is recorded in the commit: what a disk says of itself follows from that.
 */
export async function changeWithDisks(
  shells: Shells,
  change: (propose: Propose) => Promise<Outcome>,
  propose: Propose,
): Promise<Outcome> {
  let unseen: readonly Use[];
  try {
    return await change((context) => withAttachments(propose(context), context, [], []));
  } catch (error) {
    if (!(error instanceof UnseenDisksError)) throw error;
    unseen = error.disks;
  }
  return await shells.withReferences(unseen, async (guards) => {
    for (const { target, source } of unseen) {
      const others = await shells.usesOf(target);
      const owner = others.find((use) => foldCase(use.source) !== foldCase(source));
      if (owner) return { kind: 'refused', refusal: armErrors.diskOwned(target, owner.source) };
    }
    try {
      return await change((context) => withAttachments(propose(context), context, unseen, guards));
    } catch (error) {
      // The machine has been changed meanwhile, and now it would take something else.
      if (error instanceof UnseenDisksError) {
        return { kind: 'refused', refusal: armErrors.conflict() };
      }
      throw error;
    }
  });
}

/** Disks that nobody has looked at yet are to be attached: nothing was changed. */
class UnseenDisksError extends Error {
  override readonly name = 'UnseenDisksError';
  readonly disks: readonly Use[];

  constructor(disks: readonly Use[]) {
    super('disks are attached that have not been looked at');
    this.disks = disks;
  }
}

function withAttachments(
  proposal: Proposal,
  { current }: ChangeContext,
  seen: readonly Use[],
  guards: readonly Write[],
): Proposal {
  const { command } = proposal;
  if (command.kind !== 'updateInstance' || current === undefined) return proposal;
  const source = `${modelView(current).genesis.resourceId}/virtualMachines/${command.instanceId}`;
  const before = attachedDisks(source, findInstance(current, command.instanceId)?.own ?? {});
  const after = attachedDisks(source, command.own);
  const old = new Set(before.map(keyOf));
  const known = new Set(seen.map(keyOf));
  const added = after.filter((use) => !old.has(keyOf(use)));
  if (added.some((use) => !known.has(keyOf(use)))) throw new UnseenDisksError(added);
  const writes = referenceWrites(source, before, after);
  if (writes.length === 0) return proposal;
  return {
    ...proposal,
    writes: [...(proposal.writes ?? []), ...writes, ...(added.length > 0 ? guards : [])],
  };
}

/** Disks that were there before the machine; those made with it belong to it alone. */
function attachedDisks(source: string, own: JsonObject): readonly Use[] {
  return listAt(own, 'dataDisks').flatMap((disk) => {
    const { id } = objectAt(disk, 'managedDisk');
    return disk['createOption'] === 'Attach' && typeof id === 'string'
      ? [{ source, target: id }]
      : [];
  });
}

function keyOf({ target, source }: Use): string {
  return foldCase(`${target}|${source}`);
}
