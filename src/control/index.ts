export type { ClockView } from './clock-route.ts';
export { type Control, createControl } from './control.ts';
export { errorReply } from './reply.ts';
export type { ControlServices } from './types.ts';
