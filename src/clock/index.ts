export { parseClockMode, rateOf } from './clock-mode.ts';
export { createClock } from './clock.ts';
export { type Due, DueQueue } from './due-queue.ts';
export { createFakeMachineTime, type FakeMachineTime } from './fake-machine-time.ts';
export { createRandom } from './random.ts';
export type * from './types.ts';
