export type * from './types.ts';
export { type ScaleSet } from './scale-set.ts';
export type { Lifecycle } from './lifecycle.ts';
