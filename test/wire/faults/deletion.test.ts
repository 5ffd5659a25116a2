import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEmulator } from '../../../src/testing/index.ts';

for (const fault of ['InternalExecutionError', 'StuckOperation']) {
  test(`faults: a group's deletion that ${fault} holds up comes to its end when it is taken away`, async () => {
    await using emulator = await startEmulator();
    const set = await emulator.createScaleSet({ capacity: 3 });
    const [group = ''] = set.split('/providers/');
    await emulator.faults.add({ fault, on: { resource: set } });
    const { headers } = await emulator.request('DELETE', `${group}?api-version=2022-09-01`);
    const poll = async (): Promise<number> => {
      await emulator.clock.advance('2h');
      return (await emulator.request('GET', headers['location'] ?? '')).httpStatus;
    };
    assert.equal(await poll(), 202);
    await emulator.faults.clear();
    await poll();
    assert.equal(await poll(), 200);
    const gone = await emulator.request('GET', `${group}?api-version=2022-09-01`);
    assert.equal(gone.httpStatus, 404);
  });
}
