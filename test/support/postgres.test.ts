import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { startPostgres } from './postgres.ts';

test('PostgreSQL for tests: answers, keeps databases apart, and is gone afterwards', async () => {
  const postgres = await startPostgres();
  const url = await postgres.url();
  assert.notEqual(url, await postgres.url());
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>('SELECT version() AS version');
    assert.match(rows[0]?.version ?? '', /^PostgreSQL /);
  } finally {
    await client.end();
    await postgres.stop();
  }
  await assert.rejects(new Client({ connectionString: url }).connect());
});
