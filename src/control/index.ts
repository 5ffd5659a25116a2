export type { ClockView } from './clock-route.ts';
export { type Control, createControl } from './control.ts';
export { FaultDirector } from './faults/fault-director.ts';
export type { FaultView } from './faults/faults-route.ts';
export { RESET_PATH } from './reset-route.ts';
export { RequestLog } from './requests/request-log.ts';
export type { RequestsView } from './requests/requests-route.ts';
export type { ThrottlingView } from './throttling-route.ts';
export type { ControlServices, Throttling } from './types.ts';
