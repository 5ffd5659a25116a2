export type { ClockView } from './clock-route.ts';
export { type Control, createControl } from './control.ts';
export type { ThrottlingView } from './throttling-route.ts';
export type { ControlServices, Throttling } from './types.ts';
