import type { JsonObject } from '../base/index.ts';
import type {
  Assertion,
  AssertionsView,
  ClockView,
  CurrentActionsView,
  EventsView,
  FaultCatalogueView,
  FaultView,
  FleetView,
  HealthOrderBody,
  HealthView,
  InstanceHealthView,
  MadeView,
  MetricOrder,
  MetricsView,
  PlayedView,
  ReadyView,
  RecordingView,
  RequestMatch,
  RequestsView,
  ResetView,
  RuleDocument,
  ScenarioChoice,
  ScenariosView,
  SetEventsView,
  SnapshotDifference,
  SnapshotsView,
  StreamedEventView,
  ThrottlingChange,
  ThrottlingView,
} from '../control/index.ts';
import type { FollowOptions } from './follow-events.ts';

/** Which scale sets, and where to go on. */
export interface FleetQuery {
  /** A resource id, with `*` for any characters; also what is below it. */
  readonly resource?: string;
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/** Which events; all parts must match. */
interface EventsMatch {
  /** Of one machine only, by its id or name. */
  readonly instance?: string;
  /** Only of these, with commas between: `instance`, `extension`, `operation`, `rollingUpgrade`. */
  readonly subject?: string;
  /** Only caused by these, with commas between: id, kind or action. */
  readonly operation?: string;
  /** Only events at or behind this instant. */
  readonly since?: string;
  readonly limit?: number;
}

export interface EventsQuery extends EventsMatch {
  readonly subscription?: string;
  /** A resource id, with `*` for any characters; also what is below it. */
  readonly resource?: string;
  /** `next` of the page before, or the id of an event. */
  readonly after?: string;
}

export interface SetEventsQuery extends EventsMatch {
  /** `next` of the page before. */
  readonly after?: number;
}

/** Which requests; all parts must match. */
export interface HarQuery extends RequestMatch {
  /** `next` of the page before. */
  readonly after?: number;
  readonly limit?: number;
}

export interface RequestsQuery extends HarQuery {
  readonly bodies?: boolean;
  /** How long to wait for them, of the machine's time: `30s`. */
  readonly wait?: string;
  /** How many are waited for. */
  readonly count?: number;
}

/** The control API of one emulator: docs/reference/control.md. What is refused is a ControlError. */
export interface ControlClient {
  /** Needs no token. */
  health(): Promise<HealthView>;
  /** Whether requests can be served, which `health` does not say; needs no token. */
  ready(): Promise<ReadyView>;
  /** The OpenAPI document of the API; needs no token. */
  openApi(): Promise<JsonObject>;
  /** Everything as after the start, or one subscription empty. */
  reset(subscriptionId?: string): Promise<ResetView>;
  /** What a set and its machines are doing at the moment. */
  currentActions(resourceId: string): Promise<CurrentActionsView>;
  /** Time. Orders are answered when the fleet has followed. */
  readonly clock: {
    read(): Promise<ClockView>;
    /** `90s`, `3m`, `PT3M`. */
    advance(duration: string): Promise<ClockView>;
    /** `2026-01-01T00:03:00Z`. */
    advanceTo(instant: string): Promise<ClockView>;
    /** To where something is due next. */
    advanceToNextDue(): Promise<ClockView>;
    runUntilIdle(): Promise<ClockView>;
    /** Stops it where it is. */
    freeze(): Promise<ClockView>;
    /** `real`, `x60`, `instant` or `manual`. */
    setMode(mode: string): Promise<ClockView>;
  };
  /** What goes wrong on command; docs/guides/faults.md. */
  readonly faults: {
    list(): Promise<readonly FaultView[]>;
    find(id: string): Promise<FaultView>;
    add(rule: RuleDocument): Promise<FaultView>;
    /** All of them or none. */
    addAll(rules: readonly RuleDocument[]): Promise<readonly FaultView[]>;
    /** Those that are left. */
    remove(id: string): Promise<readonly FaultView[]>;
    clear(): Promise<void>;
    /** The faults that have names. */
    catalogue(): Promise<FaultCatalogueView['faults']>;
  };
  /** How requests are refused, and who makes the traffic; docs/guides/throttling.md. */
  readonly throttling: {
    read(): Promise<ThrottlingView>;
    /** What is left out stays. */
    set(change: ThrottlingChange): Promise<ThrottlingView>;
    /** Fills all buckets up and counts anew. */
    reset(): Promise<ThrottlingView>;
  };
  /** The requests that came; docs/guides/request-log.md. */
  readonly requests: {
    list(query?: RequestsQuery): Promise<RequestsView>;
    /** HTTP Archive 1.2. */
    har(query?: HarQuery): Promise<JsonObject>;
    /** Says what became of each; does not throw when one has failed. */
    assert(...assertions: readonly Assertion[]): Promise<AssertionsView>;
    clear(): Promise<void>;
  };
  /** The state of everything, under names; docs/guides/snapshots.md. */
  readonly snapshots: {
    list(): Promise<SnapshotsView['snapshots']>;
    save(name: string): Promise<SnapshotsView['snapshots']>;
    load(name: string): Promise<SnapshotsView['snapshots']>;
    remove(name: string): Promise<SnapshotsView['snapshots']>;
    /** As a file. */
    read(name: string): Promise<Uint8Array>;
    /** From a file. */
    write(name: string, file: Uint8Array): Promise<SnapshotsView['snapshots']>;
    /** What is different in the other, which is the present state when left out. */
    diff(name: string, other?: string): Promise<SnapshotDifference>;
  };
  /** A shipped scenario by `name`, or a `document` of one's own; docs/guides/scenarios.md. */
  readonly scenarios: {
    list(): Promise<ScenariosView['scenarios']>;
    /** The document of a shipped one. */
    read(name: string): Promise<JsonObject>;
    /** Makes its sets in this emulator. */
    make(choice: ScenarioChoice): Promise<MadeView>;
    /** Plays it on an emulator of its own. */
    play(choice: ScenarioChoice, seed?: number): Promise<PlayedView>;
  };
  /** What comes, as a scenario; docs/guides/recordings.md. */
  readonly recording: {
    read(): Promise<RecordingView>;
    /** Forgets everything first. */
    start(): Promise<RecordingView>;
    /** The scenario that plays it again. */
    stop(): Promise<JsonObject>;
  };
  /** All scale sets in numbers. */
  readonly fleet: {
    page(query?: FleetQuery): Promise<FleetView>;
    /** From page to page. */
    list(resource?: string): Promise<FleetView['scaleSets']>;
  };
  /** What has happened; docs/guides/events.md. */
  readonly events: {
    /** To all sets, in one order. */
    page(query?: EventsQuery): Promise<EventsView>;
    /** To one, by its resource id. */
    pageOf(set: string, query?: SetEventsQuery): Promise<SetEventsView>;
    /**
     * As they come, each once: from now on, or from `since` or behind `after`. Goes on over cut
     * connections until the signal, or until no emulator answers, which is a ControlError.
     */
    follow(
      query?: Omit<EventsQuery, 'limit'>,
      options?: FollowOptions,
    ): AsyncGenerator<StreamedEventView, void, undefined>;
  };
  /** What autoscale looks at; docs/guides/autoscale.md. */
  readonly metrics: {
    list(): Promise<MetricsView['metrics']>;
    feed(metric: MetricOrder): Promise<MetricsView['metrics']>;
  };
  /** Machines by health; docs/guides/health-and-repair.md. */
  readonly instanceHealth: {
    read(resourceId: string): Promise<InstanceHealthView>;
    set(order: HealthOrderBody): Promise<InstanceHealthView>;
  };
}
