export type { AccessToken, TestClientOptions, TestCredential } from './client-options.ts';
export type { TestFaults, TestRequests } from './controls.ts';
export { type ControlClient, ControlError } from '../client/index.ts';
export type { ScaleSetWish } from '../server/index.ts';
export { startEmulator, type StartOptions, type TestEmulator } from './start-emulator.ts';
export type { SubscriptionLease } from './subscriptions.ts';
export { type RunnerHooks, useEmulator } from './use-emulator.ts';
