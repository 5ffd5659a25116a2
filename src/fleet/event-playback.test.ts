import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Instant, MICROS_PER_SECOND } from '../base/index.ts';
import { createMemoryStore, type Store } from '../store/index.ts';
import { EventReader } from './event-reader.ts';
import { Slicer } from './slicer.ts';
import { StaleCopy } from './stale-copy.ts';
import { change, create, createRig, destroy, keyOf, resize, sharedStore } from './testing/rig.ts';
import type { EventScope, EventStream, Fleet, StreamedEvent } from './types.ts';

const second = MICROS_PER_SECOND;
const ALL: EventScope = { prefix: '', includes: () => true, matches: () => true };
const forever = new AbortController().signal;

async function readAll(stream: EventStream, size = 1_000): Promise<StreamedEvent[]> {
  const all: StreamedEvent[] = [];
  for (;;) {
    const events = await stream.next(size);
    all.push(...events);
    if (events.length === 0) return all;
  }
}

async function replay(fleet: Fleet, scope: Partial<EventScope> = {}, size = 1_000) {
  const stream = fleet.playEvents({ ...ALL, ...scope });
  try {
    return await readAll(stream, size);
  } finally {
    stream.close();
  }
}

const placeOf = ({ tag, event }: StreamedEvent): [Instant, string, number] => [
  event.at,
  tag,
  event.sequence,
];

async function busyFleet(store?: Store) {
  const rig = await createRig(store === undefined ? {} : { store });
  const { fleet, clock } = rig;
  await create(fleet, 'web', 5);
  await create(fleet, 'api', 3);
  clock.advanceBy(4 * second);
  await create(fleet, 'db', 2);
  clock.advanceBy(60 * second);
  await change(
    fleet,
    'web',
    resize((before) => before + 2),
  );
  await destroy(fleet, 'db');
  clock.advanceBy(60 * second);
  await fleet.settle();
  await create(fleet, 'db', 1);
  clock.advanceBy(60 * second);
  return rig;
}

test('events of many sets: in one order, each as the set alone tells it', async () => {
  const { fleet } = await busyFleet();
  const all = await replay(fleet);
  const places = all.map(placeOf);
  const sorted = places.toSorted((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1) || a[2] - b[2]);
  assert.deepEqual(places, sorted);
  assert.equal(new Set(places.map(String)).size, all.length, 'none twice');
  assert.equal(new Set(all.map(({ tag }) => tag)).size, 4, 'the set that was made anew is another');
  for (const name of ['web', 'api']) {
    const alone = await fleet.events(keyOf(name), { after: 0, matches: () => true, limit: 1_000 });
    const among = all.filter(({ resourceId }) => resourceId.toLowerCase() === keyOf(name));
    assert.deepEqual(
      among.map(({ event }) => event),
      alone?.events,
    );
  }
});

test('events of many sets: the same in small pieces, and after a restart', async () => {
  const store = createMemoryStore();
  const rig = await busyFleet(store);
  const all = await replay(rig.fleet);
  assert.deepEqual(await replay(rig.fleet, {}, 1), all);
  await rig.fleet.close();
  const again = await createRig({ store, clock: rig.clock });
  assert.deepEqual(await replay(again.fleet), all);
});

test('events of many sets: only of those that are asked for', async () => {
  const { fleet } = await busyFleet();
  const web = await replay(fleet, { includes: (key) => key.endsWith('/web') });
  assert.deepEqual(
    [...new Set(web.map(({ resourceId }) => resourceId.split('/').at(-1)))],
    ['web'],
  );
  const ended = await replay(fleet, {
    matches: ({ event }) => event.subject === 'operation' && event.after === 'succeeded',
  });
  assert.equal(ended.length, 6);
  assert.deepEqual(await replay(fleet, { prefix: '/elsewhere' }), []);
});

test('events of many sets: go on as they come, each once, as a later reader finds them', async () => {
  const { fleet, clock } = await createRig();
  await create(fleet, 'web', 2);
  const stream = fleet.playEvents(ALL);
  const seen = await readAll(stream);
  const steps: readonly (() => Promise<unknown>)[] = [
    () => create(fleet, 'api', 2),
    () => Promise.resolve(clock.advanceBy(12 * second)),
    () =>
      change(
        fleet,
        'web',
        resize((before) => before + 3),
      ),
    () => Promise.resolve(clock.advanceBy(90 * second)),
    () => destroy(fleet, 'api'),
    () => Promise.resolve(clock.advanceBy(90 * second)),
  ];
  for (const step of steps) {
    const isWoken = stream.more(forever);
    await step();
    await isWoken;
    seen.push(...(await readAll(stream, 3)));
  }
  stream.close();
  const later = await replay(fleet);
  const key = (event: StreamedEvent): string => placeOf(event).join();
  assert.deepEqual(seen.map(key).toSorted(), later.map(key).toSorted());
});

test('events of many sets: waiting for more ends when it is called off', async () => {
  const { fleet } = await createRig();
  await create(fleet, 'web', 1);
  const stream = fleet.playEvents(ALL);
  await readAll(stream);
  const called = new AbortController();
  const waiting = stream.more(called.signal);
  called.abort();
  await waiting;
  await stream.more(called.signal);
  stream.close();
});

test('events of many sets: nothing is told of a time into which a command is being written', async () => {
  const store = createMemoryStore();
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  let isHeld = false;
  const { fleet, clock } = await createRig({
    store: {
      ...store,
      commit: async (batch) => {
        if (isHeld) {
          reached.resolve();
          await held.promise;
        }
        await store.commit(batch);
      },
    },
  });
  await create(fleet, 'web', 2);
  const stream = fleet.playEvents(ALL);
  await readAll(stream);
  isHeld = true;
  const destroyed = destroy(fleet, 'web');
  await reached.promise;
  clock.advanceBy(60 * second);
  assert.deepEqual(await stream.next(10), []);
  const isWoken = stream.more(forever);
  held.resolve();
  await destroyed;
  await isWoken;
  const states = (await readAll(stream)).map(({ event }) => event.after);
  assert.ok(states.length > 0);
  assert.deepEqual(
    (await replay(fleet)).map(({ event }) => event.after).slice(-states.length),
    states,
  );
  stream.close();
});

test('events of many sets: no more readers than there is room for, in number and in memory', async () => {
  const { fleet, store, clock } = await createRig();
  const streams = Array.from({ length: 64 }, () => fleet.playEvents(ALL));
  assert.throws(() => fleet.playEvents(ALL), { code: 'EMU_EVENTS_BUSY' });
  streams[0]?.close();
  fleet.playEvents(ALL).close();
  await create(fleet, 'web', 1_000);
  const slicer = new Slicer(clock, 2);
  const small = new EventReader({ store, clock, slicer, memoryBytesMax: 1_000 });
  await assert.rejects(readAll(small.play(ALL)), { code: 'EMU_EVENTS_BUSY' });
});

test('events of many sets: another process is heard of when somebody looks, or its past is refused', async () => {
  const store = sharedStore(createMemoryStore());
  const a = await createRig({ store });
  const b = await createRig({ store });
  await create(a.fleet, 'web', 2);
  const stream = a.fleet.playEvents(ALL);
  await readAll(stream);
  await create(b.fleet, 'api', 1);
  assert.deepEqual(await stream.next(10), []);
  a.fleet.lookForEvents();
  assert.ok((await readAll(stream)).length > 0);
  a.clock.advanceBy(60 * second);
  await readAll(stream);
  await destroy(b.fleet, 'web');
  a.fleet.lookForEvents();
  await assert.rejects(readAll(stream), StaleCopy);
  stream.close();
});
