export {
  type StartOptions,
  startEmulator,
  type TestClock,
  type TestEmulator,
} from './start-emulator.ts';
