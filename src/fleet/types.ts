import type { Instant } from '../base/index.ts';
import type { Command, OperationView, Refusal, ScaleSet, SetEvent } from '../scaleset/index.ts';
import type { Write } from '../store/index.ts';

/**
 * The live scale sets. A set is known by its key: its resource id in lower case. Every set that is
 * handed out has been advanced to the present; do not keep it over an `await`.
 */
export interface Fleet {
  /** Undefined when there is none, or when its deletion has come to its end. */
  find(key: string): Promise<ScaleSet | undefined>;

  /**
   * The same without a promise, for the hottest reads: undefined also when an answer would take
   * longer (the set is not in memory, much is due, other processes may have changed it). Then `find`.
   */
  peek(key: string): ScaleSet | undefined;

  /**
   * Changes one set, one change at a time: `decide` sees it as it is now and answers with a command,
   * which is checked, journalled and then applied, or with a refusal of its own. Either refusal is
   * returned. `decide` must be pure: when another process was faster it is asked again. A conflict
   * that lies in the decision's own `writes` is thrown as the StoreError that it is.
   */
  change<R>(
    key: string,
    decide: (context: ChangeContext) => Decision<R>,
  ): Promise<Changed | Refused<R | Refusal>>;

  /** The set (alive or deleted) that an operation belongs to, and how the operation is. */
  findOperation(operationId: string): Promise<FoundOperation | undefined>;

  /**
   * What has happened to a set and its machines, oldest first; undefined when there is no such set.
   * Costs what the set's whole life costs: it is played once more from its journal.
   */
  events(key: string, query: EventQuery): Promise<EventPage | undefined>;

  /**
   * The events of many sets, from the beginning and then as they come; to be closed. Costs what the
   * lives of these sets cost, and a copy of each.
   */
  playEvents(scope: EventScope): EventStream;

  /** To be called now and then while somebody waits for events: other processes tell nobody of theirs. */
  lookForEvents(): void;

  /** Brings every set to the present, loading those of before the start; after the clock was moved by hand. */
  settle(): Promise<void>;

  /**
   * Jumps an instant clock from due work to due work until nothing is left to do in any set, or a
   * day has passed. Costs nothing when all is settled.
   */
  settleAll(): Promise<void>;

  /** When something is due next in any set in memory; NEVER when all is settled. */
  nextDue(): Instant;

  /**
   * Called when a deletion has come to its end, so that what others keep about the set goes too: the
   * writes that a listener returns are committed together with the end of the set. It may be called
   * again for the same set, after a crash for instance.
   */
  onGone(listener: GoneListener): void;

  /** Forgets all sets of a prefix of keys, at once and without a trace (reset). */
  forget(prefix: string): Promise<void>;

  /** After a start and once all listeners are known: sees deletions to their end that were cut off. */
  resume(): void;

  measure(): FleetMeasure;

  /** Waits for what is under way, and writes down what a start would need long for. */
  close(): Promise<void>;

  /** The same for a fleet whose sets are about to be forgotten: nothing is written down. */
  abandon(): Promise<void>;
}

export interface EventQuery {
  /** Only events with greater numbers; 0 for all. */
  readonly after: number;
  readonly matches: (event: SetEvent) => boolean;
  readonly limit: number;
}

/** Whose events are asked for, and which. */
export interface EventScope {
  /** Keys begin like this. */
  readonly prefix: string;
  readonly includes: (key: string) => boolean;
  readonly matches: (event: StreamedEvent) => boolean;
}

/** An event among those of other sets; in the order of instant, tag and number. */
export interface StreamedEvent {
  /** Of the set's life: of its resource id and of how often it was made anew. */
  readonly tag: string;
  /** As the client cased it. */
  readonly resourceId: string;
  readonly event: SetEvent;
}

export interface EventStream {
  /**
   * The next events; fewer than the limit when there are no more up to now. Throws StaleCopy when
   * another process has written something into a time that was already told.
   */
  next(limit: number): Promise<readonly StreamedEvent[]>;
  /** Resolves when there may be more, or when it is called off. */
  more(signal: AbortSignal): Promise<void>;
  close(): void;
}

export interface EventPage {
  /** As the client cased it. */
  readonly resourceId: string;
  readonly events: readonly SetEvent[];
  /** Whether there are further ones. */
  readonly more: boolean;
}

export type GoneListener = (key: string) => Promise<readonly Write[] | void>;

export interface ChangeContext {
  /** Undefined when there is none: only a `create` command is possible. */
  readonly current: ScaleSet | undefined;
  /** What the command's `at` has to be. */
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

/** For metrics and for people. */
export interface FleetMeasure {
  readonly scaleSetsInMemory: number;
  readonly memoryBytes: number;
  /** Sets in memory in which something is still to happen. */
  readonly unsettledScaleSets: number;
}

/** What the fleet has to say to whoever runs the emulator: something is wrong but was survived. */
export type FleetLog = (message: string, details: Readonly<Record<string, unknown>>) => void;
