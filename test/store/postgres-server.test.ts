import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { startPostgres } from '../support/postgres.ts';
import { runKillRound } from '../../src/store/contract/kill-round.ts';
import { openStore } from '../../src/store/open-store.ts';
import { StoreError, type StoreErrorCode } from '../../src/store/types.ts';

const SECRET = 'hunter2-secret';

async function assertRefused(url: string, code: StoreErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(openStore(url), (error: unknown) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    const password = new URL(url).password;
    for (let each: unknown = error; each instanceof Error; each = each.cause) {
      assert.ok(password === '' || !JSON.stringify(Object.entries(each)).includes(password));
      assert.ok(password === '' || !`${each.message} ${each.stack}`.includes(password));
    }
    return true;
  });
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('postgres: refusals say what to do and never the password', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const url = await postgres.url();

  const nobody = new URL(url);
  // Port 1 is reserved (tcpmux), and nothing listens there.
  nobody.port = '1';
  nobody.password = SECRET;
  await assertRefused(
    nobody.href,
    'unavailable',
    /No PostgreSQL answers at 127\.0\.0\.1:1\/.*Start it/,
  );

  const wrong = new URL(url);
  wrong.password = SECRET;
  await assertRefused(wrong.href, 'unavailable', /refuses the user .*Correct user and password/);

  const missing = new URL(url);
  missing.pathname = '/no_such_database';
  await assertRefused(missing.href, 'unavailable', /has no such database\. Create it/);

  const latin = await postgres.url();
  const name = `${new URL(latin).pathname.slice(1)}_latin`;
  await query(url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  const latinUrl = new URL(latin);
  latinUrl.pathname = `/${name}`;
  await assertRefused(latinUrl.href, 'unavailable', /has the encoding LATIN1/);
  await query(url, `DROP DATABASE ${name}`);
});

test('postgres: several processes may start on an empty database at once; a newer one is refused', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const url = await postgres.url();
  const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(url)));
  for (const store of stores) await store.close();
  assert.deepEqual(await query(url, 'SELECT count(*)::int AS count FROM lazulite_schema_version'), [
    { count: 1 },
  ]);
  await query(url, 'UPDATE lazulite_schema_version SET version = 999');
  await assertRefused(url, 'newer', /written by a newer Lazulite \(schema 999/);
});

test('postgres: goes on by itself after the server has cut every connection', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const url = await postgres.url();
  const store = await openStore(url);
  await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      store.commit([{ kind: 'put', collection: 'c', key: `${index}`, value: '1' }]),
    ),
  );
  await Promise.all(Array.from({ length: 10 }, (_, index) => store.getDocument('c', `${index}`)));
  for (let revision = 1; revision <= 5; revision++) {
    await query(
      url,
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await store.commit([{ kind: 'append', journal: 'j', revision, payload: '1' }]);
    assert.deepEqual(await store.readHeads(['j']), [revision]);
  }
  await store.close();
});

test('postgres: what was acknowledged survives kill -9 of the process at any moment', async (t) => {
  const postgres = await startPostgres();
  t.after(() => postgres.stop());
  const url = await postgres.url();
  let acknowledged = 0;
  for (const seed of [11, 12, 13]) acknowledged += await runKillRound(url, seed);
  assert.ok(acknowledged > 50, `only ${acknowledged} writes were acknowledged in all rounds`);
});
