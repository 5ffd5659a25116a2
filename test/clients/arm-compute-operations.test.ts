import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { everyOperation, operationsOfSdk } from './arm-compute/every/cases.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

/** The groups that the SDK had when it had 64 operations: without hook events and diagnosis. */
const FIRST_64 =
  /^virtualMachineScaleSet(s|VMs|Extensions|VMExtensions|RollingUpgrades|VMRunCommands)\./;

test('@azure/arm-compute: every operation on scale sets has a case of its own', () => {
  const sdk = operationsOfSdk();
  assert.equal(sdk.filter((operation) => FIRST_64.test(operation)).length, 64);
  assert.deepEqual(everyOperation.map(({ name }) => name).sort(), [...sdk].sort());
});

test('@azure/arm-compute: every operation on scale sets does what it says', async (t) => {
  const emulator = await startEmulatorProcess('--clock=instant', `--lifecycle=${LIFECYCLE_FILE}`);
  t.after(() => emulator.stop());
  await runClient(t, emulator.ready, {
    command: process.execPath,
    args: [path.join(import.meta.dirname, 'arm-compute', 'every', 'program.ts')],
    cases: everyOperation.map(({ name }) => name),
  });
});
