import type { Tags } from '../../arm/index.ts';
import { guidFromText, type Instant, type JsonObject } from '../../base/index.ts';

/** A resource as it is kept. What it looks like at an instant is a function of this and the instant. */
export interface Shell {
  /** As the client cased it at its creation. */
  readonly id: string;
  readonly name: string;
  /** `Microsoft.Network/virtualNetworks`. */
  readonly type: string;
  /** Normalized; empty for a type without one. */
  readonly location: string;
  readonly tags?: Tags;
  readonly envelope: JsonObject;
  readonly properties: JsonObject;
  readonly guid: string;
  readonly createdAt: Instant;
  /** How often it was written; etags follow from it. */
  readonly writes: number;
  /** Until then it is being created or updated. */
  readonly settlesAt: Instant;
  /** What is in it names nothing that we know of. */
  readonly isOpaque?: true;
  readonly deletion?: { readonly startedAt: Instant; readonly endsAt: Instant };
}

export type ShellState = 'creating' | 'updating' | 'succeeded' | 'deleting' | 'gone';

export function stateOf(shell: Shell, now: Instant): ShellState {
  if (shell.deletion) return shell.deletion.endsAt <= now ? 'gone' : 'deleting';
  if (shell.settlesAt <= now) return 'succeeded';
  return shell.writes === 1 ? 'creating' : 'updating';
}

/**
 * Changes with each write, and once more when the work is done: recorded of Microsoft.Network, where the
 * tag of the first answer is not the one of the GET that follows (azure-cli, test_network_nsg).
 */
export function etagOf(shell: Shell, now: Instant): string {
  const settled = stateOf(shell, now) === 'succeeded' ? 'settled' : 'working';
  return `W/"${guidFromText(`${shell.guid}/${shell.writes}/${settled}`)}"`;
}
