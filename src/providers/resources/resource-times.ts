import type { ResourceEntry } from '../../arm/index.ts';
import { foldCase, type Instant } from '../../base/index.ts';
import { summarize } from '../../scaleset/index.ts';
import type { Services } from '../services.ts';
import { stateOf } from '../shells/shell.ts';

/** What `$expand` of the lists of resources asks for beside what the lists know themselves. */
export interface ResourceTimes {
  readonly provisioningState: string;
  /** When it last settled; while it has not: now. */
  readonly changedAt: Instant;
}

/** Undefined for what is gone by now, and for resources that are derived from others. */
export async function resourceTimes(
  entry: ResourceEntry,
  { fleet, shells, longRunning }: Pick<Services, 'fleet' | 'shells' | 'longRunning'>,
): Promise<ResourceTimes | undefined> {
  const now = longRunning.now();
  if (shells.typeOf(entry.id)) {
    const shell = await shells.find(entry.id);
    if (!shell) return undefined;
    const state = capitalized(stateOf(shell, now));
    return { provisioningState: state, changedAt: Math.min(shell.settlesAt, now) };
  }
  const set = await fleet.find(foldCase(entry.id));
  if (!set) return undefined;
  const { state, settledAt } = summarize(set).status;
  return { provisioningState: capitalized(state), changedAt: settledAt ?? now };
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
