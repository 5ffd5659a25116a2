/* Events of many sets are ours; those of one are tested in test/wire/insights/events.test.ts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { createWorld, listOf, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';

const EVENTS = '/_lazulite/events';

async function listAll(emulator: TestEmulator, query = ''): Promise<readonly JsonObject[]> {
  return listOf((await ok(emulator, 'GET', `${EVENTS}?limit=5000${query}`))['events']);
}

async function createTwo(): Promise<TestEmulator> {
  const emulator = await createWorld({ capacity: 2, start: { listen: true } });
  await emulator.createScaleSet({ name: 'other', capacity: 2 });
  await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
  await emulator.clock.runUntilIdle();
  return emulator;
}

interface Feed {
  readonly httpStatus: number;
  /** The next message or comment; undefined at the end. */
  read(): Promise<
    { readonly id?: string; readonly data?: JsonObject; readonly text: string } | undefined
  >;
  close(): Promise<void>;
}

async function follow(emulator: TestEmulator, query = '', lastEventId = ''): Promise<Feed> {
  const answer = await fetch(`${emulator.httpUrl}${EVENTS}?${query}`, {
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${emulator.token()}`,
      ...(lastEventId === '' ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const body = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  return {
    httpStatus: answer.status,
    async read() {
      for (;;) {
        const end = buffer.indexOf('\n\n');
        if (end >= 0) {
          const text = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          if (text.startsWith('retry:')) continue;
          const [, id, data] = /^id: (.*)\ndata: (.*)$/.exec(text) ?? [];
          if (id === undefined || data === undefined) return { text };
          return { text, id, data: objectOf(JSON.parse(data) as JsonObject) };
        }
        const piece = await body?.read();
        if (piece?.value === undefined) return undefined;
        buffer += piece.value;
      }
    },
    async close() {
      await body?.cancel();
    },
  };
}

test('events: of all sets in one order, with an id each, in pages', async () => {
  await using emulator = await createTwo();
  const all = await listAll(emulator);
  const ids = all.map(({ id }) => String(id));
  assert.deepEqual(ids, ids.toSorted(), 'ids are in their order as texts');
  const names = new Set(all.map(({ set }) => String(set).split('/').at(-1)));
  assert.deepEqual(names, new Set(['web', 'other']));
  for (const part of ['id', 'set', 'sequence', 'subject', 'at', 'cause', 'before', 'after']) {
    assert.ok(part in (all[0] ?? {}), part);
  }
  const paged: JsonObject[] = [];
  for (let after = ''; after !== 'null';) {
    const page: JsonObject = await ok(emulator, 'GET', `${EVENTS}?limit=7${after}`);
    paged.push(...listOf(page['events']));
    after = page['next'] === null ? 'null' : `&after=${String(page['next'])}`;
  }
  assert.deepEqual(paged, all);
});

test('events: by subscription, resource, machine, subject, operation and time', async () => {
  await using emulator = await createTwo();
  const all = await listAll(emulator);
  const web = all.filter(({ set }) => set === SET);
  const subscription = emulator.subscriptionId.toUpperCase();
  assert.deepEqual(await listAll(emulator, `&subscription=${subscription}`), all);
  assert.deepEqual(
    await listAll(emulator, '&subscription=00000000-0000-0000-0000-0000000000ff'),
    [],
  );
  assert.deepEqual(await listAll(emulator, '&resource=*/WEB'), web);
  const group = SET.slice(0, SET.indexOf('/providers/'));
  assert.deepEqual(await listAll(emulator, `&resource=${group}`), web);
  const restarted = await listAll(emulator, '&operation=RESTART');
  assert.ok(restarted.length > 0 && restarted.length < web.length);
  for (const { cause } of restarted) assert.equal(objectOf(cause)['action'], 'restart');
  const operation = String(objectOf(restarted[0]?.['cause'])['operationId']);
  assert.deepEqual(await listAll(emulator, `&operation=${operation}`), restarted);
  assert.deepEqual(
    (await listAll(emulator, '&operation=restart&subject=operation,rollingUpgrade')).map(
      ({ after }) => after,
    ),
    ['inProgress', 'succeeded'],
  );
  const one = await listAll(emulator, '&resource=*/web&instance=web_1&subject=instance');
  assert.deepEqual([...new Set(one.map(({ name }) => name))], ['web_1']);
  const since = String(restarted[0]?.['at']);
  assert.deepEqual(
    await listAll(emulator, `&since=${since}`),
    all.filter(({ id }) => String(id) >= String(restarted[0]?.['id'])),
  );
});

test('events as they come: what happens after the answer, and only what is asked for', async () => {
  await using emulator = await createTwo();
  const feed = await follow(emulator, 'subject=operation&resource=*/web');
  assert.equal(feed.httpStatus, 200);
  await ok(emulator, 'POST', `${SET}/deallocate?${VERSION}`);
  await emulator.createScaleSet({ name: 'third', capacity: 1 });
  const begun = await feed.read();
  const ended = await feed.read();
  assert.deepEqual(
    [begun, ended].map((message) => [
      message?.data?.['after'],
      objectOf(message?.data?.['cause'])['action'],
    ]),
    [
      ['inProgress', 'deallocate'],
      ['succeeded', 'deallocate'],
    ],
  );
  await feed.close();
});

test('events as they come: a reader that was cut off goes on behind its last event', async () => {
  await using emulator = await createTwo();
  const all = await listAll(emulator, '&resource=*/web');
  const middle = Math.floor(all.length / 2);
  const feed = await follow(emulator, 'resource=*/web', String(all[middle]?.['id']));
  for (const event of all.slice(middle + 1)) assert.deepEqual((await feed.read())?.data, event);
  await ok(emulator, 'POST', `${SET}/start?${VERSION}`);
  assert.equal(objectOf((await feed.read())?.data?.['cause'])['action'], 'start');
  await feed.close();
});

test('events as they come: a reset and the end of the emulator end them cleanly; a reset begins anew', async () => {
  const emulator = await createTwo();
  const before = await listAll(emulator);
  const feed = await follow(emulator);
  await emulator.reset();
  assert.match((await feed.read())?.text ?? '', /^: The emulator ends or begins anew\./);
  assert.equal(await feed.read(), undefined);
  const last = String(before.at(-1)?.['id']);
  await emulator.createScaleSet({ name: 'young', capacity: 1 });
  const young = await follow(emulator, '', last);
  assert.match((await young.read())?.text ?? '', /^: The event of Last-Event-ID is not of this/);
  assert.match(String((await young.read())?.data?.['set']), /\/young$/);
  await young.close();
  const refused = await emulator.request('GET', `${EVENTS}?after=${last}`);
  assert.equal(refused.httpStatus, 400);
  assert.match(JSON.stringify(refused.json), /after is an event that has not happened/);
  const again = await follow(emulator);
  const other = await follow(emulator, 'since=2027-01-01T00:00:00Z');
  await emulator.close();
  for (const each of [again, other]) {
    assert.match((await each.read())?.text ?? '', /^: The emulator ends or begins anew\./);
    assert.equal(await each.read(), undefined);
  }
});

test('events as they come: need a token, and an id that is one', async () => {
  await using emulator = await startEmulator({ listen: true });
  const answer = await fetch(`${emulator.httpUrl}${EVENTS}`, {
    headers: { accept: 'text/event-stream' },
  });
  assert.equal(answer.status, 401);
  await answer.body?.cancel();
  const wrong = await follow(emulator, '', 'yesterday');
  assert.equal(wrong.httpStatus, 400);
  await wrong.close();
  const foreign = await fetch(`${emulator.httpUrl}/_lazulite/ready`, {
    headers: { origin: 'https://example.org' },
  });
  assert.equal(foreign.status, 403);
  await foreign.body?.cancel();
});
