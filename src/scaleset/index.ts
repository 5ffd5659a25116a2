export { activity, openOperations, recountActivity } from './activity.ts';
export { advance, nextDue } from './advance.ts';
export { type Armed, armedFaults } from './armed.ts';
export { apply, check, createScaleSet } from './apply.ts';
export { APPLICATION_EXTENSION, applicationsOf } from './gallery-applications.ts';
export { findHookEvent } from './lifecycle-hooks.ts';
export { composition, isAtRest } from './composition.ts';
export { wouldOutdate } from './create.ts';
export {
  type Distribution,
  type Lifecycle,
  LIFECYCLE_NAMES,
  namedLifecycle,
  parseLifecycle,
  type StepName,
} from './lifecycle.ts';
export type { Strike } from './strike.ts';
export { type SetEvent, SetObserver } from './observer.ts';
export { readModelFacts } from './model-facts.ts';
export { batchSize, surges } from './surge-pairs.ts';
export { regularModel, regularShare } from './priority-mix.ts';
export { recount } from './recount.ts';
export { scheduledEventsOf } from './scheduled-events.ts';
export type { ScaleSet } from './scale-set.ts';
export {
  decodeSnapshot,
  type Decoding,
  decoding,
  encodeSnapshot,
  snapshotBytes,
} from './snapshot.ts';
export { memoryBytes } from './memory-bytes.ts';
export type * from './health-types.ts';
export type * from './hook-types.ts';
export type * from './types.ts';
export {
  commandCount,
  findInstance,
  findInstanceId,
  findOperation,
  instanceName,
  isGone,
  latestRollingUpgrade,
  listHookEvents,
  listInstances,
  listOwn,
  listRunCommands,
  listVmExtensions,
  modelView,
  osUpgrades,
  summarize,
  viewVersion,
} from './views.ts';
