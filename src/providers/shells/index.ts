export type { ShellServices } from './services.ts';
export { createShells, type NetworkMode } from './shells.ts';
