import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError } from '../base/index.ts';
import { openStore } from './open-store.ts';

test('openStore: refuses what it does not know, without repeating a password', async () => {
  for (const url of [
    '',
    'Memory',
    'memory:',
    'sqlite',
    'sqlite:',
    'store.db',
    'mysql://u:hunter2@h/db',
    'postgres:u:hunter2@h',
    'postgres://u:hunter2@h:port/db',
    'postgresql://u:hunter2@[/db',
  ]) {
    await assert.rejects(openStore(url), (error: unknown) => {
      assert.ok(error instanceof EmulatorError, url);
      assert.equal(error.code, 'EMU_BAD_OPTION');
      assert.match(error.message, /memory, sqlite:FILE or postgres:/);
      assert.ok(!error.message.includes('hunter2'));
      return true;
    });
  }
});

test('openStore: memory is not shared and keeps what it is given', async () => {
  const store = await openStore('memory');
  assert.deepEqual([store.engine, store.shared], ['memory', false]);
  await store.commit([{ kind: 'put', collection: 'c', key: 'k', value: '1' }]);
  assert.equal((await store.getDocument('c', 'k'))?.value, '1');
  await store.close();
});
