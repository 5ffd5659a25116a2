export { createListener, type Listener, type ListenerOptions } from './listener.ts';
export type { Limits } from './limits.ts';
