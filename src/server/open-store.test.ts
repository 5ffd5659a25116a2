import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { describeStore, openConfiguredStore } from './open-store.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-open-store-'));
after(() => rmSync(folder, { recursive: true }));

test('store: what keeps one from opening is told as ours, by its kind', async () => {
  const file = path.join(folder, 'deep', 'lazulite.db');
  const store = await openConfiguredStore({ kind: 'sqlite', file });
  await assert.rejects(openConfiguredStore({ kind: 'sqlite', file }), { code: 'EMU_STORE_LOCKED' });
  await store.close();

  const newer = new DatabaseSync(file);
  newer.exec('UPDATE lazulite_schema_version SET version = 999');
  newer.close();
  await assert.rejects(openConfiguredStore({ kind: 'sqlite', file }), { code: 'EMU_STORE_NEWER' });

  const inTheWay = path.join(folder, 'file');
  writeFileSync(inTheWay, '');
  const below = path.join(inTheWay, 'lazulite.db');
  await assert.rejects(openConfiguredStore({ kind: 'sqlite', file: below }), {
    code: 'EMU_STORE_UNAVAILABLE',
    message: /--data DIR/,
  });
});

test('store: a password is not shown to people', () => {
  const url = 'postgres://lazulite:hunter2@db:5432/fleet?password=hunter2';
  assert.equal(describeStore({ kind: 'postgres', url }), 'postgres://db:5432/fleet');
});

test('store: a folder that is made for it is for its owner only', async () => {
  const data = path.join(folder, 'data');
  const store = await openConfiguredStore({ kind: 'sqlite', file: path.join(data, 'lazulite.db') });
  await store.close();
  assert.equal(statSync(data).mode & 0o777, 0o700);
});
