import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { announceReady } from './announce.ts';
import { parseConfig } from './config.ts';
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

test('ready file: one that cannot be written leaves the other one not behind', async () => {
  const data = path.join(folder, 'data');
  const inTheWay = path.join(folder, 'file');
  writeFileSync(inTheWay, '');
  const readyFile = path.join(inTheWay, 'ready.json');
  const config = parseConfig({ data, store: 'memory', readyFile });
  await assert.rejects(announceReady(config, { ...ready, port: 1 }), { code: 'EMU_BAD_OPTION' });
  assert.equal(existsSync(path.join(data, 'ready.json')), false);
});
