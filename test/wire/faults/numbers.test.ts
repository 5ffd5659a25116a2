import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startEmulator } from '../../../src/testing/index.ts';

test('faults: a number is not given twice, also when its rule is gone and the emulator starts again', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-fault-numbers-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const store = `sqlite:${path.join(folder, 'lazulite.db')}`;
  const rule = { fault: 'RetryableError' };
  const ids: string[] = [];
  for (let life = 0; life < 2; life += 1) {
    await using emulator = await startEmulator({ store });
    ids.push(await emulator.faults.add(rule), await emulator.faults.add(rule));
    await emulator.faults.clear();
  }
  assert.deepEqual(ids, ['fault-1', 'fault-2', 'fault-3', 'fault-4']);
});
