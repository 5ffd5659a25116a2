import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runKillRound } from '../contract/kill-round.ts';
import { openStore } from '../open-store.ts';
import { StoreError, type StoreErrorCode } from '../types.ts';

const folder = await mkdtemp(join(tmpdir(), 'lazulite-sqlite-'));
after(() => rm(folder, { recursive: true }));

async function assertRefused(file: string, code: StoreErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(openStore(`sqlite:${file}`), (error: unknown) => {
    assert.ok(error instanceof StoreError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    assert.ok(error.message.includes(file), 'the message names the file');
    return true;
  });
}

test('sqlite: makes the folder and a file for its owner alone, and leaves one file when closed', async () => {
  const file = join(folder, 'new', 'deeper', 'store.db');
  const store = await openStore(`sqlite:${file}`);
  await store.commit([{ kind: 'put', collection: 'c', key: 'k', value: '1' }]);
  for (const name of await readdir(join(folder, 'new', 'deeper'))) {
    assert.equal((await stat(join(folder, 'new', 'deeper', name))).mode & 0o777, 0o600, name);
  }
  await store.close();
  await store.close();
  assert.deepEqual(await readdir(join(folder, 'new', 'deeper')), ['store.db']);
});

test('sqlite: a second process is refused with a message that says what to do, until the first is killed', async () => {
  const file = join(folder, 'locked.db');
  const writerFile = fileURLToPath(new URL('../contract/kill-writer.ts', import.meta.url));
  const writer = fork(writerFile, [`sqlite:${file}`]);
  const isWriting = new Promise<void>((resolve) => {
    writer.on('message', ({ revision }: { revision: number }) => revision > 0 && resolve());
  });
  await isWriting;
  await assertRefused(file, 'locked', /in use by another process\. Stop that one, or give/);
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  await (await openStore(`sqlite:${file}`)).close();
});

test('sqlite: `:memory:` is the name of a file, so that nothing durable is promised in vain', async (t) => {
  const here = process.cwd();
  t.after(() => process.chdir(here));
  process.chdir(folder);
  await (await openStore('sqlite::memory:')).close();
  assert.ok((await readdir(folder)).includes(':memory:'));
});

test('sqlite: a file of something else is refused and left as it is', async () => {
  const text = join(folder, 'text.db');
  await writeFile(
    text,
    'not a database at all, but long enough to have a header of one hundred bytes '.repeat(20),
  );
  const { size } = await stat(text);
  await assertRefused(text, 'unavailable', /is not an SQLite database/);
  assert.equal((await stat(text)).size, size);

  const foreign = join(folder, 'foreign.db');
  const database = new DatabaseSync(foreign);
  database.exec('CREATE TABLE photos (name text)');
  database.close();
  await assertRefused(foreign, 'unavailable', /is an SQLite database of another program/);
  const again = new DatabaseSync(foreign);
  assert.deepEqual(
    again
      .prepare('SELECT name FROM sqlite_schema')
      .all()
      .map((row) => row['name']),
    ['photos'],
  );
  again.close();
});

test('sqlite: a store of a newer version is refused', async () => {
  const file = join(folder, 'newer.db');
  await (await openStore(`sqlite:${file}`)).close();
  const database = new DatabaseSync(file);
  database.exec('UPDATE lazulite_schema_version SET version = 999');
  database.close();
  await assertRefused(file, 'newer', /written by a newer Lazulite \(schema 999/);
});

test('sqlite: a damaged file is refused, at the latest when the damage is met', async () => {
  const file = join(folder, 'damaged.db');
  const store = await openStore(`sqlite:${file}`);
  const value = JSON.stringify('x'.repeat(2_000));
  await store.commit(
    Array.from({ length: 200 }, (_, index) => ({
      kind: 'put',
      collection: 'c',
      key: `${index}`,
      value,
    })),
  );
  await store.close();
  const { size } = await stat(file);
  await truncate(file, Math.floor(size / 2 / 4_096) * 4_096);
  await assert.rejects(
    async () => {
      const damaged = await openStore(`sqlite:${file}`);
      try {
        await damaged.listDocuments('c', { prefix: '', limit: 1_000 });
      } finally {
        await damaged.close();
      }
    },
    (error: unknown) =>
      error instanceof StoreError && error.code === 'unavailable' && /damaged/.test(error.message),
  );
});

test('sqlite: a place that cannot be made is refused', async () => {
  const directory = join(folder, 'directory');
  await mkdir(directory);
  await assertRefused(directory, 'unavailable', /Cannot create the store .* \(EISDIR\)/);
  const file = join(folder, 'plain');
  await writeFile(file, '');
  await assertRefused(join(file, 'below', 'store.db'), 'unavailable', /\(ENOTDIR\)/);
});

test('sqlite: what was acknowledged survives kill -9 at any moment', async () => {
  const url = `sqlite:${join(folder, 'killed.db')}`;
  let acknowledged = 0;
  for (const seed of [1, 2, 3, 4, 5, 6]) acknowledged += await runKillRound(url, seed);
  assert.ok(acknowledged > 100, `only ${acknowledged} writes were acknowledged in all rounds`);
});
