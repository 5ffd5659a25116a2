import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { isJsonObject } from '../../src/base/index.ts';
import { startEmulator } from '../../src/testing/index.ts';

test('guide to scenarios: its example can be started', async (context) => {
  const page = readFileSync('docs/guides/scenarios.md', 'utf8');
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-guide-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'two-sets.yaml');
  writeFileSync(file, example);
  await using emulator = await startEmulator({ scenario: file });
  const { json } = await emulator.request(
    'GET',
    `/subscriptions/${emulator.subscriptionId}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets?api-version=2024-07-01`,
  );
  const sets = isJsonObject(json) && Array.isArray(json['value']) ? json['value'] : [];
  assert.deepEqual(
    sets.map((set) => isJsonObject(set) && set['name']),
    ['unlucky', 'web'],
  );
});
