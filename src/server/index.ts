export { type Announced, announceReady } from './announce.ts';
export type { Client } from './client-option.ts';
export {
  type AuthMode,
  defaultDataFolder,
  type EmulatorConfig,
  type LogLevel,
  parseConfig,
  type StoreLocation,
} from './config.ts';
export { createEmulator, type Emulator, type Listening } from './emulator.ts';
export { scaleSetBody, type ScaleSetWish } from './scenarios/plain-set.ts';
export type { ScenarioReport, StepReport } from './scenarios/play-scenario.ts';
export { runScenario } from './scenarios/run-scenario.ts';
export { loadScenario, scenarioFile, shippedScenarios } from './scenarios/scenario.ts';
export { describeStore } from './open-store.ts';
export {
  flagOf,
  OPTION_NAMES,
  type OptionName,
  OPTIONS,
  type OptionSpec,
  type OptionValues,
  variableOf,
} from './options.ts';
export { PACKAGE_VERSION } from './package-version.ts';
export { pause } from './pause.ts';
export { type ReadyInformation, readReadyFile, readyFileIn } from './ready.ts';
export {
  createSession,
  errorOf,
  readAnswer,
  type Send,
  type Session,
  type SessionAnswer,
  type SessionOptions,
  textAt,
} from './session.ts';
export { listenForStopSignals } from './stop-signals.ts';
