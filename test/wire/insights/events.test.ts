/* Events of machines are ours; what happens when is the domain's, and tested there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../src/base/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { capacityOf, ok, prepare, SET } from './support/autoscale.ts';

async function events(emulator: TestEmulator, query = ''): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = [];
  for (let after: unknown = 0; after !== null;) {
    const page: JsonObject = await ok(
      emulator,
      'GET',
      `/_lazulite/events?set=${encodeURIComponent(SET.toUpperCase())}&limit=4${query}&after=${String(after)}`,
    );
    assert.equal(page['set'], SET);
    all.push(...(page['events'] as JsonObject[]));
    after = page['next'] ?? null;
  }
  return all;
}

test('events: of a set and its machines, in pages, from its journal', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  await prepare(emulator);
  const { now: middle } = await emulator.clock.advance('1m');
  await ok(emulator, 'POST', `${SET}/deallocate?api-version=2024-07-01`, { instanceIds: ['1'] });
  await emulator.clock.runUntilIdle();
  const all = await events(emulator);
  assert.deepEqual(
    all.map((event) => event['sequence']),
    all.map((_, index) => index + 1),
  );
  const [first] = all;
  assert.deepEqual(
    [
      first?.['subject'],
      first?.['before'],
      first?.['after'],
      (first?.['cause'] as JsonObject | undefined)?.['kind'],
    ],
    ['operation', null, 'inProgress', 'create'],
  );
  const later = await events(emulator, `&instance=web_1&since=${encodeURIComponent(middle)}`);
  assert.deepEqual(
    later.map((event) => [
      event['before'],
      event['after'],
      (event['cause'] as JsonObject)['action'],
    ]),
    [
      [
        { state: 'succeeded', power: 'running' },
        { state: 'updating', power: 'deallocating' },
        'deallocate',
      ],
      [
        { state: 'updating', power: 'deallocating' },
        { state: 'succeeded', power: 'deallocated' },
        'deallocate',
      ],
    ],
  );
  assert.deepEqual(
    await events(emulator, '&instance=1'),
    await events(emulator, '&instance=web_1'),
  );
  await ok(emulator, 'DELETE', `${SET}?api-version=2024-07-01`);
  await emulator.clock.runUntilIdle();
  const last = (await events(emulator)).filter(({ instanceId }) => instanceId === 0).at(-1);
  assert.equal(last?.['after'], null, 'what has gone lately is told, too');
});

test('events: reading them changes nothing', async () => {
  const views: unknown[] = [];
  for (const reads of [false, true]) {
    await using emulator = await startEmulator({ seed: 3 });
    await prepare(emulator);
    await ok(emulator, 'POST', `${SET}/restart?api-version=2024-07-01`);
    for (let step = 0; step < 20; step += 1) {
      await emulator.clock.advance('7s');
      if (reads) await events(emulator);
    }
    await capacityOf(emulator);
    views.push(await ok(emulator, 'GET', `${SET}/virtualMachines?api-version=2024-07-01`));
  }
  assert.deepEqual(views[0], views[1]);
});

test('events: refuses what it does not understand', async () => {
  await using emulator = await startEmulator();
  const set = `set=${encodeURIComponent(SET)}`;
  const refused: readonly [query: string, httpStatus: number, message: RegExp][] = [
    ['set=', 400, /set must be/],
    [`${set}&resource=*`, 400, /set stands without/],
    ['subject=machine', 400, /subject must be of instance, extension/],
    ['after=7', 400, /after and Last-Event-ID must be the id of an event, not "7"/],
    [set, 404, /There is no scale set/],
    [`${set}&since=noon`, 400, /since must be/],
    [`${set}&after=-1`, 400, /after must be/],
    [`${set}&limit=0`, 400, /limit must be/],
    [`${set}&limit=5001`, 400, /limit must be/],
    [`${set}&colour=blue`, 400, /"colour" is not known/],
  ];
  for (const [query, httpStatus, message] of refused) {
    const answer = await emulator.request('GET', `/_lazulite/events?${query}`);
    const error = isJsonObject(answer.json) ? answer.json['error'] : undefined;
    assert.equal(answer.httpStatus, httpStatus, query);
    assert.match(String((error as JsonObject)['message']), message);
  }
});
