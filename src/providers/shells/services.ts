import type { Services } from '../services.ts';

/** What the operations of shells work with. */
export type ShellServices = Pick<
  Services,
  'store' | 'registry' | 'longRunning' | 'directory' | 'turn' | 'fleet' | 'shells'
>;
