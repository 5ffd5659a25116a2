import path from 'node:path';
import { test } from 'node:test';
import { armComputeCases } from './arm-compute/cases.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

test('@azure/arm-compute and @azure/identity, unmodified, over TLS', async (t) => {
  const emulator = await startEmulatorProcess('--clock=instant', `--lifecycle=${LIFECYCLE_FILE}`);
  t.after(() => emulator.stop());
  await runClient(t, emulator.ready, {
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'arm-compute', 'program.ts')],
    cases: armComputeCases.map(({ name }) => name),
  });
});
