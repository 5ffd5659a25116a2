import type { Instant, JsonObject } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';

/*
 * Types of what sets and machines have beside themselves; `types.ts` has them too, for those who read
 * this room's door.
 */

/** Of the set and of each instance and extension; wire codes are made of these in `shapes/`. */
export type ProvisioningState = 'creating' | 'updating' | 'deleting' | 'succeeded' | 'failed';

/** What a script will have said and come to. */
export interface RunCommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** An extension that one machine has of its own. */
export interface VmExtensionView {
  readonly name: string;
  /** As written, without secrets. */
  readonly definition: JsonObject;
  readonly state: ProvisioningState;
  /** Null while it has not. */
  readonly settledAt: Instant | null;
  readonly failure: Failure | null;
}

/** A run command as a resource of a machine. */
export interface RunCommandView {
  readonly name: string;
  /** Diagnostic ones are a collection of their own, with names of their own. */
  readonly diagnostic: boolean;
  /** As written, without secrets. */
  readonly definition: JsonObject;
  readonly outcome: RunCommandOutcome;
  readonly state: ProvisioningState;
  readonly execution: 'Running' | 'Succeeded' | 'Failed' | 'TimedOut';
  readonly startedAt: Instant;
  /** Null while it runs. */
  readonly endedAt: Instant | null;
}
