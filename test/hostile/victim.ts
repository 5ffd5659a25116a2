/**
 * The emulator that is sent hostile requests, in a process of its own with `--expose-gc`. Its parent asks
 * for `memory` and ends it with `stop`. Argument: the store.
 */
import { startEmulator } from '../../src/testing/index.ts';

const [, , store = 'memory'] = process.argv;
const emulator = await startEmulator({
  listen: true,
  store,
  data: store.replace(/^sqlite:/, '').replace(/[^/]*$/, 'data'),
  lifecycle: 'fast',
  capacityLimit: 100,
  seed: 3,
});

// A parent that is gone cannot stop us any more.
const orphaned = (): void => process.exit(1);
process.on('disconnect', orphaned);
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ memory: memoryInUse() });
  if (message !== 'stop') return;
  process.off('disconnect', orphaned);
  void emulator.close().then(() => process.disconnect());
});
process.send?.({ url: emulator.httpUrl, subscriptionId: emulator.subscriptionId });

/** Bytes that are still needed after everything else was thrown away. */
function memoryInUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
