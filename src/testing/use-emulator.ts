import { startEmulator, type StartOptions, type TestEmulator } from './start-emulator.ts';

/** The hooks of a test runner: `before` or `beforeAll`, `after` or `afterAll`, and `beforeEach`. */
export interface RunnerHooks {
  readonly before: (hook: () => Promise<void>) => unknown;
  readonly after: (hook: () => Promise<void>) => unknown;
  readonly beforeEach: (hook: () => Promise<void>) => unknown;
}

/**
 * One emulator for the tests of a file, reset before each. For any runner that has hooks:
 *
 * ```ts
 * import { after, before, beforeEach, test } from 'node:test';
 * const emulator = useEmulator({ before, after, beforeEach }, { seed: 42 });
 * test('…', async () => { await emulator().createScaleSet(); });
 * ```
 *
 * With Vitest and Jest: `useEmulator({ before: beforeAll, after: afterAll, beforeEach })`.
 */
export function useEmulator(hooks: RunnerHooks, options: StartOptions = {}): () => TestEmulator {
  let emulator: TestEmulator | undefined;
  hooks.before(async () => {
    emulator = await startEmulator(options);
  });
  hooks.beforeEach(async () => {
    await emulator?.reset();
  });
  hooks.after(async () => {
    await emulator?.close();
    emulator = undefined;
  });
  return () => {
    if (emulator !== undefined) return emulator;
    throw new Error(
      'The emulator is there from the first hook to the last: use it inside of a test.',
    );
  };
}
