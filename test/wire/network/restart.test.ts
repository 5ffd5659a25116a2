import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createMemoryStore, openStore, type Store } from '../../../src/store/index.ts';
import { createAzure } from '../compute/support/azure.ts';
import { setPath } from '../compute/support/models.ts';
import { errorOf, networkOf, NETWORK, setWith, VNET } from './support/network.ts';

const VERSION = { version: '2022-01-01' };

/** Makes a network with a set in it and begins to delete what nobody uses. */
async function before(store: Store): Promise<{ readonly poll: string; readonly texts: string[] }> {
  const azure = await createAzure({ store });
  const { make, get, delete: remove } = networkOf(azure);
  await make('virtualNetworks/v', VNET);
  await make('publicIPAddresses/ip', { sku: { name: 'Standard' } });
  await make('routeTables/rt');
  await azure.send('PUT', setPath('web'), { body: setWith({}) });
  await azure.settle();
  const texts = [
    (await get('virtualNetworks')).text,
    (await get('publicIPAddresses/ip')).text,
    (await azure.send('GET', `${setPath('web')}/networkInterfaces`, { version: '2018-10-01' }))
      .text,
  ];
  const accepted = await remove('routeTables/rt');
  const poll = accepted.header('Azure-AsyncOperation') ?? '';
  assert.equal((await azure.send('GET', poll)).text, '{"status":"InProgress"}');
  return { poll, texts: [...texts, poll] };
}

async function withSqlite<R>(
  use: (store: Store, reopen: () => Promise<Store>) => Promise<R>,
): Promise<R> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-network-'));
  const file = path.join(folder, 'lazulite.db');
  const opened: Store[] = [];
  const open = async (): Promise<Store> => {
    const store = await openStore(`sqlite:${file}`);
    opened.push(store);
    return store;
  };
  try {
    return await use(await open(), async () => {
      await opened.pop()?.close();
      return await open();
    });
  } finally {
    for (const store of opened) await store.close();
    rmSync(folder, { recursive: true });
  }
}

test('networks: go on after a restart, with what is in use and what is on its way', async () => {
  await withSqlite(async (first, reopen) => {
    const { poll } = await before(first);
    const azure = await createAzure({ store: await reopen() });
    const { get, delete: remove } = networkOf(azure);
    const refused = await remove('virtualNetworks/v');
    assert.equal(errorOf(refused)['code'], 'InUseSubnetCannotBeDeleted');
    // The manual clock of this test begins where it began before, so the deletion is still to come.
    assert.equal((await azure.send('GET', poll)).text, '{"status":"InProgress"}');
    await azure.advance(600);
    assert.equal((await azure.send('GET', poll)).text, '{"status":"Succeeded"}');
    assert.equal((await get('routeTables/rt')).httpStatus, 404);
    assert.equal(
      (await azure.send('GET', `${NETWORK}/virtualNetworks/v`, VERSION)).httpStatus,
      200,
    );
  });
});

test('networks: the same requests are answered with the same bytes on every engine', async () => {
  const inMemory = await before(createMemoryStore());
  const onDisk = await withSqlite((store) => before(store));
  assert.deepEqual(onDisk.texts, inMemory.texts);
});
