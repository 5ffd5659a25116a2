import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { TestEmulator } from '../../../src/testing/index.ts';
import { startEmulator } from '../../../src/testing/index.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { PASSWORD } from '../compute/support/models.ts';
import {
  createWorld,
  listOf,
  model,
  objectOf,
  ok,
  SET,
  VERSION,
} from '../faults/support/surfaces.ts';

const PATH = '/_lazulite/snapshots';
const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-snapshots-'));
let postgres: TestPostgres;
before(async () => {
  postgres = await startPostgres();
});
after(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

async function file(emulator: TestEmulator, name: string): Promise<string> {
  return new TextDecoder().decode((await emulator.request('GET', `${PATH}/${name}`)).bytes);
}

async function upload(emulator: TestEmulator, name: string, text: string) {
  const response = await emulator.inject({
    method: 'PUT',
    target: `${PATH}/${name}`,
    headers: { host: 'localhost', authorization: `Bearer ${emulator.token()}` },
    body: new TextEncoder().encode(text),
    secure: true,
  });
  return {
    httpStatus: response.httpStatus,
    text: new TextDecoder().decode(response.body ?? undefined),
  };
}

/** What comes after, with every byte. */
async function go(emulator: TestEmulator): Promise<string> {
  const bytes: string[] = [];
  const ask = async (method: string, target: string, body?: unknown): Promise<void> => {
    const answer = await emulator.request(method, target, body);
    bytes.push(JSON.stringify(answer.headers), new TextDecoder().decode(answer.bytes));
  };
  await ask('GET', `${SET}/instanceView?${VERSION}`);
  await emulator.clock.advance('1s');
  await ask('PATCH', `${SET}?${VERSION}`, { sku: { capacity: 7 } });
  await emulator.clock.runUntilIdle();
  await ask('GET', `${SET}/virtualMachines?${VERSION}`);
  await ask('GET', '/_lazulite/faults');
  bytes.push(JSON.stringify(await emulator.clock.read()));
  return bytes.join('\n');
}

test('snapshots: loaded on every engine, the same requests give the same bytes', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', {
    id: 'f',
    fault: 'OSProvisioningTimedOut',
    on: { resource: SET },
    times: 1,
  });
  await ok(emulator, 'POST', '/_lazulite/throttling', { mode: 'azure' });
  await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
  await ok(emulator, 'POST', PATH, { name: 'middle' });
  const text = await file(emulator, 'middle');
  assert.ok(
    !text.includes(PASSWORD) && !text.includes('signing-key') && !text.includes('secret-key'),
  );
  await ok(emulator, 'POST', `${PATH}/middle/load`);
  const wanted = await go(emulator);
  await ok(emulator, 'POST', `${PATH}/middle/load`);
  assert.equal(await go(emulator), wanted, 'on the same emulator, once more');
  for (const store of ['memory', `sqlite:${path.join(folder, 'l.db')}`, await postgres.url()]) {
    await using other = await startEmulator({ store, data: folder, lifecycle: 'fast' });
    assert.equal((await upload(other, 'from-afar', text)).httpStatus, 201);
    await ok(other, 'POST', `${PATH}/from-afar/load`);
    assert.equal(await go(other), wanted, store);
  }
});

test('snapshots: are listed, removed, survive a reset, and are not in each other', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', PATH, { name: 'one' });
  await ok(emulator, 'POST', PATH, { name: 'two' });
  const { snapshots } = await ok(emulator, 'GET', PATH);
  assert.deepEqual(
    listOf(snapshots).map(({ name, takenAt }) => [name, String(takenAt).slice(0, 10)]),
    [
      ['one', '2026-01-01'],
      ['two', '2026-01-01'],
    ],
  );
  assert.equal(listOf(snapshots)[0]?.['records'], listOf(snapshots)[1]?.['records']);
  await ok(emulator, 'POST', '/_lazulite/reset');
  assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 404);
  await ok(emulator, 'POST', `${PATH}/one/load`);
  assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 200);
  await ok(emulator, 'DELETE', `${PATH}/one`);
  assert.equal(listOf((await ok(emulator, 'GET', PATH))['snapshots']).length, 1);
});

test('snapshots: what differs is told by resource and by member, with counts', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', PATH, { name: 'before' });
  await ok(emulator, 'PATCH', `${SET}?${VERSION}`, { sku: { capacity: 6 }, tags: { team: 'a' } });
  const other = SET.replace('/web', '/other');
  await ok(emulator, 'PUT', `${other}?${VERSION}`, model());
  await emulator.clock.runUntilIdle();
  const difference = await ok(emulator, 'GET', `${PATH}/before/diff/current`);
  assert.deepEqual([difference['added'], difference['removed']], [[other.toLowerCase()], []]);
  const [changed] = listOf(difference['changed']);
  assert.equal(changed?.['id'], SET.toLowerCase());
  assert.deepEqual(
    listOf(changed?.['changes']).filter(({ path: at }) => !String(at).startsWith('extensions')),
    [
      { path: 'model.sku.capacity', before: 4, after: 6 },
      { path: 'model.tags', before: null, after: { team: 'a' } },
      { path: 'machines.succeeded', before: 4, after: 6 },
    ],
  );
  const nothing = await ok(emulator, 'GET', `${PATH}/before/diff/before`);
  assert.deepEqual([nothing['added'], nothing['changed']], [[], []]);
});

test('snapshots: what is damaged, none or of a newer version is refused, and nothing changes', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', PATH, { name: 'good' });
  const text = await file(emulator, 'good');
  const view = async (): Promise<string> =>
    new TextDecoder().decode((await emulator.request('GET', `${SET}?${VERSION}`)).bytes);
  const before = await view();
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /not a snapshot/],
    ['{"format":"other 1"}\n', /not a snapshot/],
    [text.slice(0, text.length / 2), /damaged/],
    [text.replace('Standard_D2s_v5', 'Standard_D4s_v5'), /damaged/],
    [text.replace('lazulite snapshot 1', 'lazulite snapshot 2'), /newer version/],
  ];
  for (const [damaged, message] of wrong) {
    const answer = await upload(emulator, 'bad', damaged);
    assert.equal(answer.httpStatus, 400);
    assert.match(answer.text, /EMU_BAD_SNAPSHOT/);
    assert.match(answer.text, message);
  }
  const refused: readonly (readonly [string, string, unknown, number])[] = [
    ['POST', PATH, { name: 'good' }, 400],
    ['POST', PATH, { name: 'current' }, 400],
    ['POST', PATH, { name: '../x' }, 400],
    ['POST', PATH, {}, 400],
    ['POST', `${PATH}/nobody/load`, undefined, 404],
    ['DELETE', `${PATH}/nobody`, undefined, 404],
    ['GET', `${PATH}/good/diff/nobody`, undefined, 404],
    ['POST', `${PATH}/good/dance`, undefined, 400],
    ['GET', `${PATH}/good/diff`, undefined, 400],
  ];
  for (const [method, target, body, status] of refused) {
    const answer = await emulator.request(method, target, body);
    assert.equal(answer.httpStatus, status, `${method} ${target}`);
    assert.match(String(objectOf(objectOf(answer.json)['error'])['code']), /^EMU_/);
  }
  assert.equal(await view(), before);
  assert.equal(listOf((await ok(emulator, 'GET', PATH))['snapshots']).length, 1);
});
