export type { ClockView } from './clock-route.ts';
export { type Control, createControl } from './control.ts';
export type { ControlServices } from './types.ts';
