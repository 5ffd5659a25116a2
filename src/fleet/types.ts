import type { Instant } from '../base/index.ts';
import type { Command, OperationView, ScaleSet } from '../scaleset/index.ts';
import type { Write } from '../store/index.ts';

/**
 * The live scale sets. A set is known by its key: its resource id in lower case. Every set that is
 * handed out has been advanced to the present; do not keep it over an `await`.
 */
export interface Fleet {
  /** Undefined when there is none, or when its deletion has come to its end. */
  find(key: string): Promise<ScaleSet | undefined>;

  /**
   * Changes one set, one change at a time: `decide` sees it as it is now and answers with a command,
   * which is checked, journalled and then applied, or with a refusal of its own, which is returned.
   * `decide` must be pure: when another process was faster it is asked again.
   */
  change<R>(key: string, decide: (context: ChangeContext) => Decision<R>): Promise<Changed | Refused<R>>;

  /** The set (alive or deleted) that an operation belongs to, and how the operation is. */
  findOperation(operationId: string): Promise<FoundOperation | undefined>;

  /** Brings every set in memory to the present; after the clock was moved by hand. */
  settle(): Promise<void>;

  /** When something is due next in any set in memory; NEVER when all is settled. */
  nextDue(): Instant;

  /** Called after a deletion has come to its end, so that what others keep about a set can go too. */
  onGone(listener: (key: string) => Promise<void>): void;

  /** Forgets all sets of a prefix of keys, at once and without a trace (reset). */
  forget(prefix: string): Promise<void>;

  close(): Promise<void>;
}

export interface ChangeContext {
  /** Undefined when there is none: only a `create` command is possible. */
  readonly current: ScaleSet | undefined;
  readonly now: Instant;
  /** Fresh GUID for the operation that the command starts. */
  readonly operationId: string;
  /** For a new set: its unique id and the seed of its draws. */
  readonly uniqueId: string;
  readonly seed: number;
}

export type Decision<R> =
  | {
      readonly kind: 'command';
      readonly command: Command;
      /** Documents that change in the same commit. */
      readonly writes?: readonly Write[];
    }
  | { readonly kind: 'refuse'; readonly refusal: R };

export interface Changed {
  readonly kind: 'changed';
  readonly scaleSet: ScaleSet;
  readonly operation: OperationView;
}

export interface Refused<R> {
  readonly kind: 'refused';
  readonly refusal: R;
}

export interface FoundOperation {
  readonly operation: OperationView;
  /** The key of the set. */
  readonly key: string;
  readonly location: string;
}
