import type { ControlServices } from './types.ts';

/** Services that a test of others needs only to be there. */
export const unasked: Pick<ControlServices, 'recording' | 'scenarios' | 'snapshots'> = {
  recording: {
    facts: () => undefined,
    start: () => Promise.resolve(),
    stop: () => ({ scenario: {}, mode: { kind: 'manual' } }),
  },
  scenarios: {
    list: () => Promise.resolve([]),
    read: () => Promise.resolve({}),
    make: () => Promise.resolve({ scenario: '', resources: 0 }),
    play: () => Promise.resolve({ scenario: '', passed: true, steps: [], transcript: '' }),
  },
  snapshots: {
    list: () => Promise.resolve([]),
    save: () => Promise.resolve(),
    load: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    read: () => Promise.resolve(''),
    write: () => Promise.resolve(),
    diff: (before, after) =>
      Promise.resolve({ before, after, added: [], removed: [], changed: [] }),
  },
};
