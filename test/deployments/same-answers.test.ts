import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { JsonObject } from '../../src/base/index.ts';
import { startEmulator, type StartOptions } from '../../src/testing/index.ts';
import { createGroup, deploy } from './support/deploy.ts';
import { createSharedNetwork, quickStartTemplate } from './support/quick-starts.ts';
import { snapshotOf } from './support/snapshot.ts';

const SECRET = 'Xy7!kilimanjaro';
const SSH_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDlazulite user@example';

const DEPLOYED: readonly (readonly [name: string, parameters: JsonObject])[] = [
  ['existing-and-modules', { networkGroup: 'shared', secret: SECRET }],
  ['flexible-modules', { user: 'azureuser', secret: SECRET }],
  [
    'ubuntu-autoscale',
    { setName: 'scaling', startWith: 5, user: 'azureuser', credential: SSH_KEY },
  ],
];

test('quick starts: same seed and same requests give the same answers, on every store', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-answers-'));
  const inMemory = await everyAnswer({ store: 'memory' });
  const inSqlite = await everyAnswer({ store: `sqlite:${path.join(folder, 'fleet.db')}` });
  rmSync(folder, { recursive: true });
  assert.equal(inSqlite, inMemory);
  assert.notEqual(
    await everyAnswer({ store: 'memory', seed: 2 }),
    inMemory,
    'seeds make a difference',
  );
});

/** What the deployments, their operations and all that they made look like, as one text. */
async function everyAnswer(options: StartOptions): Promise<string> {
  await using emulator = await startEmulator(options);
  await createSharedNetwork(emulator);
  const seen: unknown[] = [];
  for (const [name, parameters] of DEPLOYED) {
    await createGroup(emulator, name);
    const template = quickStartTemplate(name);
    const ended = await deploy(emulator, { group: name, name, template, parameters });
    assert.equal(ended.status, 'Succeeded', JSON.stringify(ended.properties['error']));
    await emulator.clock.runUntilIdle();
    seen.push(ended, await snapshotOf(emulator, name, { withEtags: true }));
  }
  return JSON.stringify(seen, null, 1);
}
