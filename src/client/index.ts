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
  RecordingView,
  RequestMatch,
  RequestsView,
  ResetView,
  RuleDocument,
  SnapshotDifference,
  SnapshotsView,
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
} from './control-client.ts';
export { ControlError } from './control-error.ts';
export { type ControlClientOptions, createControlClient } from './over-fetch.ts';
export { controlClientOver } from './control-client-over.ts';
