export type { ClockView } from './clock-route.ts';
export type { CurrentActionsView } from './current-actions-route.ts';
export type {
  EventsView,
  EventView,
  SetEventsView,
  StreamedEventView,
} from './events/event-view.ts';
export type { ReadyView } from './ready-route.ts';
export type { HealthView } from './health-route.ts';
export type { HealthOrderBody, InstanceHealthView } from './instance-health-route.ts';
export type { MetricOrder, MetricsView } from './metrics-route.ts';
export type { ResetView } from './reset-route.ts';
export { type Control, createControl, ROUTES } from './control.ts';
export { openApiDocument } from './openapi/document.ts';
export { FaultDirector } from './faults/fault-director.ts';
export type { FaultCatalogueView, FaultsView, FaultView } from './faults/faults-route.ts';
export {
  type SnapshotDifference,
  type Snapshots,
  SNAPSHOTS_PATH,
  type SnapshotsView,
} from './snapshots/snapshots-route.ts';
export {
  type Recording,
  RECORDING_PATH,
  type RecordingFacts,
  type RecordingView,
} from './recording-route.ts';
export type {
  MadeView,
  PlayedView,
  ScenarioChoice,
  Scenarios,
  ScenariosView,
} from './scenarios-route.ts';
export { replaceSecrets } from './requests/hide-secrets.ts';
export { RESET_PATH } from './reset-route.ts';
export { RequestLog } from './requests/request-log.ts';
export type { Assertion, Verdict } from './requests/assertions.ts';
export type { RequestMatch } from './requests/match-request.ts';
export type { AssertionsView, RequestsView } from './requests/requests-route.ts';
export type { FleetView } from './fleet-route.ts';
export type { ThrottlingChange, ThrottlingView } from './throttling-route.ts';
export type { RuleDocument } from '../faults/index.ts';
export type { ControlServices, Throttling } from './types.ts';
