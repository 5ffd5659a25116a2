export type {
  Assertion,
  AssertionsView,
  ClockView,
  CurrentActionsView,
  EventsView,
  EventView,
  FaultCatalogueView,
  FaultView,
  FleetView,
  HealthOrderBody,
  HealthView,
  InstanceHealthView,
  MetricOrder,
  MetricsView,
  ReadyView,
  RecordingView,
  RequestMatch,
  RequestsView,
  ResetView,
  RuleDocument,
  SetEventsView,
  SnapshotDifference,
  SnapshotsView,
  StreamedEventView,
  ThrottlingChange,
  ThrottlingView,
} from '../control/index.ts';
export type { ControlAnswer, ControlSend } from './ask.ts';
export type {
  ControlClient,
  EventsQuery,
  FleetQuery,
  HarQuery,
  RequestsQuery,
  SetEventsQuery,
} from './control-client.ts';
export type { ControlOpen, FollowOptions, OpenedAnswer } from './follow-events.ts';
export { ControlError } from './control-error.ts';
export { type ControlClientOptions, createControlClient } from './over-fetch.ts';
export { controlClientOver } from './control-client-over.ts';
