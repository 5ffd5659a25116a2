import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import {
  createWorld,
  deployment,
  deploymentPath,
  SETS,
  setResource,
  templateOf,
} from './support/world.ts';

const ID = deploymentPath('d1');
const SECRET = 'Xy7!kilimanjaro';

function secretDeployment(): JsonObject {
  const set = JSON.stringify(setResource('a')).replace(SECRET, "[parameters('adminPassword')]");
  const after = JSON.stringify(setResource('b', { dependsOn: ['a'] })).replace(
    SECRET,
    "[parameters('adminPassword')]",
  );
  const template = templateOf([JSON.parse(set), JSON.parse(after)], {
    parameters: { adminPassword: { type: 'securestring' }, count: { type: 'int' } },
    outputs: { count: { type: 'int', value: "[parameters('count')]" } },
  });
  const parameters = { adminPassword: { value: SECRET }, count: { value: 3 } };
  return deployment(template, { parameters });
}

// Source: shared/azure/model-defaults.md: parameters{adminPassword:{"type":"SecureString"}} (no value).
test('secrets: a secure parameter is in no answer', async () => {
  await using world = await createWorld({ lifecycle: 'azure' });
  const { send, clock } = world;
  const body = secretDeployment();
  const texts = [
    (await send('POST', `${ID}/validate`, body)).text,
    (await send('PUT', ID, body)).text,
  ];
  await clock({ advanceBy: '3s' });
  texts.push((await send('GET', ID)).text);
  await clock({ runUntilIdle: true });
  const got = await send('GET', ID);
  assert.deepEqual(got.json.properties.parameters, {
    adminPassword: { type: 'SecureString' },
    count: { type: 'Int', value: 3 },
  });
  assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
  for (const path of ['', '/operations', '/exportTemplate']) {
    texts.push((await send(path === '/exportTemplate' ? 'POST' : 'GET', `${ID}${path}`)).text);
  }
  for (const text of texts) assert.ok(!text.includes(SECRET), text);
});

test('secrets: none is in the store in the clear; a deployment that was cut off still has its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-'));
  const options = { store: `sqlite:${join(folder, 'l.db')}`, lifecycle: 'azure' } as const;
  try {
    {
      await using world = await createWorld(options);
      await world.send('PUT', ID, secretDeployment());
      await world.clock({ advanceBy: '3s' });
      assert.equal((await world.send('GET', `${SETS}/b`)).httpStatus, 404);
    }
    assert.ok(!readAll(folder).includes(SECRET));
    {
      await using world = await createWorld(options);
      await world.clock({ runUntilIdle: true });
      const got = await world.send('GET', ID);
      assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
      assert.equal((await world.send('GET', `${SETS}/b`)).httpStatus, 200);
    }
    assert.ok(!readAll(folder).includes(SECRET));
  } finally {
    await rm(folder, { recursive: true });
  }
});

function readAll(folder: string): string {
  return ['l.db', 'l.db-wal']
    .map((name) => {
      try {
        return readFileSync(join(folder, name), 'latin1');
      } catch (error) {
        // Closed cleanly, the log is gone.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
        throw error;
      }
    })
    .join('');
}
