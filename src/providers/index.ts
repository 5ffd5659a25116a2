export * from './compute/index.ts';
export * from './resources/index.ts';
export type { Directory, Services, Subscription } from './services.ts';
