export { createListener, type Listener, type ListenerOptions } from './listener.ts';
export { defaultLimits, type Limits } from './limits.ts';
