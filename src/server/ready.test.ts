import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { actionOf, scopeOf } from './access-names.ts';
import { readReadyFile, removeReadyFile, writeReadyFile } from './ready.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-ready-'));
after(() => rmSync(folder, { recursive: true }));

const ready = {
  url: 'https://localhost:1',
  httpUrl: 'http://localhost:1',
  caFile: '/ca.pem',
  caBundleFile: '/ca-bundle.pem',
  tenantId: 't',
  subscriptionId: 's',
  pid: 7,
};

test('ready file: is one line of JSON, and only its writer takes it away', async () => {
  const file = path.join(folder, 'deep', 'ready.json');
  assert.equal(readReadyFile(file), undefined);
  await writeReadyFile(file, ready);
  assert.equal(readFileSync(file, 'utf8'), `${JSON.stringify(ready)}\n`);
  assert.deepEqual(readReadyFile(file), ready);
  removeReadyFile(file, 8);
  assert.ok(existsSync(file));
  removeReadyFile(file, 7);
  assert.equal(existsSync(file), false);
  removeReadyFile(file, 7);
});

test('ready file: what is not one is as good as none', () => {
  const file = path.join(folder, 'odd.json');
  for (const text of ['', '{', '[]', '{"url":1}', JSON.stringify({ ...ready, pid: 'x' })]) {
    writeFileSync(file, text);
    assert.equal(readReadyFile(file), undefined, text);
  }
});

test("roles: actions and scopes are named in Azure's way", () => {
  const set =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/web';
  const named: readonly [method: string, target: string, action: string][] = [
    ['GET', `${set}?api-version=1`, 'Microsoft.Compute/virtualMachineScaleSets/read'],
    ['PATCH', set, 'Microsoft.Compute/virtualMachineScaleSets/write'],
    [
      'DELETE',
      `${set}/virtualMachines/3`,
      'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/delete',
    ],
    ['POST', `${set}/start`, 'Microsoft.Compute/virtualMachineScaleSets/start/action'],
    [
      'PUT',
      '/subscriptions/s/resourcegroups/g',
      'Microsoft.Resources/subscriptions/resourceGroups/write',
    ],
    ['GET', '/subscriptions', 'Microsoft.Resources/subscriptions/read'],
  ];
  for (const [method, target, action] of named) assert.equal(actionOf({ method, target }), action);
  assert.equal(scopeOf({ target: `/${set}?x=1` }), set);
});
