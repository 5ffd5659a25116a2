import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError, type HttpRequest } from '../../base/index.ts';
import { type EventScope, StaleCopy, type StreamedEvent } from '../../fleet/index.ts';
import type { ControlServices } from '../types.ts';
import { followEvents, wantsFeed } from './event-feed.ts';
import { formatPlace } from './event-place.ts';
import { readEventsQuery } from './event-query.ts';

type Turn = readonly StreamedEvent[] | Error;

function eventAt(seconds: number, tag = 'aaaaaaaa', sequence = 1): StreamedEvent {
  const event = {
    subject: 'operation',
    sequence,
    at: seconds * 1e6,
    cause: null,
    before: null,
    after: 'inProgress',
    instanceCount: 1,
    failure: null,
  } as const;
  return { tag, resourceId: '/web', event };
}

/** A fleet that answers one look after the other; nothing ever wakes the reader but time. */
function fakeServices(turns: Turn[]) {
  const ending = new AbortController();
  const seen = { scope: undefined as EventScope | undefined, closed: 0, looks: 0 };
  const services = {
    fleet: {
      playEvents: (scope: EventScope) => {
        seen.scope = scope;
        return {
          next: () => {
            const turn = turns.shift() ?? [];
            if (turn instanceof Error) return Promise.reject(turn);
            return Promise.resolve(turn.filter((event) => scope.matches(event)));
          },
          more: (signal: AbortSignal) =>
            new Promise<void>((resolve) => {
              if (signal.aborted) resolve();
              signal.addEventListener('abort', () => resolve());
            }),
          close: () => void (seen.closed += 1),
        };
      },
      lookForEvents: () => void (seen.looks += 1),
    },
    requests: { pause: () => Promise.resolve(true) },
    ending: () => ending.signal,
  } as unknown as ControlServices;
  return { services, seen, ending };
}

function requestOf(query = '', headers: HttpRequest['headers'] = {}): HttpRequest {
  const target = `/_lazulite/events?${query}`;
  return { method: 'GET', target, headers, body: new Uint8Array(), secure: true };
}

async function open(turns: Turn[], request = requestOf()) {
  const fake = fakeServices(turns);
  const answer = await followEvents(request, readEventsQuery(request), fake.services);
  assert.ok(answer.stream);
  const reader = new AbortController();
  const pieces = answer.stream.pieces(reader.signal)[Symbol.asyncIterator]();
  const read = async (): Promise<string | undefined> =>
    ((await pieces.next()) as IteratorResult<string, undefined>).value;
  return { ...fake, read, reader };
}

test('event feed: is for those who accept it', () => {
  for (const accept of ['text/event-stream', 'application/json, Text/Event-Stream;q=0.5']) {
    assert.ok(wantsFeed(requestOf('', { accept })), accept);
  }
  for (const accept of ['application/json', 'text/event-streams', undefined]) {
    assert.ok(!wantsFeed(requestOf('', { accept })), accept);
  }
});

test('event feed: messages carry their place as id; a heartbeat comes after fifteen quiet looks', async () => {
  const { read, seen, ending } = await open([[], [eventAt(1)]]);
  assert.equal(await read(), 'retry: 1000\n\n');
  const sent = (await read()) ?? '';
  const [, id, data] = /^id: (\S+)\ndata: (.+)\n\n$/.exec(sent) ?? [];
  assert.equal(id, '0000000001000000-aaaaaaaa-0000000001');
  assert.deepEqual(JSON.parse(data ?? ''), {
    id,
    set: '/web',
    subject: 'operation',
    sequence: 1,
    at: '1970-01-01T00:00:01+00:00',
    cause: null,
    before: null,
    after: 'inProgress',
    instanceCount: 1,
    failure: null,
  });
  const { looks } = seen;
  assert.equal(await read(), ': heartbeat\n\n');
  assert.equal(seen.looks - looks, 15);
  ending.abort();
  assert.match((await read()) ?? '', /^: The emulator ends or begins anew\. Connect again/);
  assert.equal(await read(), undefined);
  assert.equal(seen.closed, 1);
});

test('event feed: ends without a word when the reader has gone', async () => {
  const { read, seen, reader } = await open([]);
  await read();
  reader.abort();
  assert.equal(await read(), undefined);
  assert.equal(seen.closed, 1);
});

test('event feed: says why it ends, by the status where it has not begun', async () => {
  const busy = new EmulatorError('EMU_EVENTS_BUSY', 'Too many.');
  for (const [error, words] of [
    [new StaleCopy('web#1'), /^: Another process has changed what was told last\. Connect again/],
    [busy, /^: EMU_EVENTS_BUSY: Too many\. Connect again/],
  ] as const) {
    const { read, seen } = await open([[], error]);
    await read();
    assert.match((await read()) ?? '', words);
    assert.equal(await read(), undefined);
    assert.equal(seen.closed, 1);
  }
  await assert.rejects(open([busy]), { code: 'EMU_EVENTS_BUSY' });
  await assert.rejects(open([], requestOf('limit=3')), /limit is not for what goes on/);
  await assert.rejects(open([], requestOf('', { 'last-event-id': 'x' })), /Last-Event-ID must be/);
});

test('event feed: tells everything where its last event is not of this history', async () => {
  const request = requestOf('', { 'last-event-id': formatPlace(eventAt(5)) });
  const history = [eventAt(1), eventAt(9)];
  const { read, seen } = await open([history, history], request);
  assert.match((await read()) ?? '', /\n\n: The event of Last-Event-ID is not of this history\./);
  assert.equal((await read())?.match(/^id: /gm)?.length, 2);
  assert.equal(seen.closed, 1, 'the first try');
});

test('event feed: begins with what is new, at a time, or behind an event', async () => {
  const [before, at, other, behind] = [
    eventAt(1),
    eventAt(2, 'bbbbbbbb', 7),
    eventAt(2, 'aaaaaaaa', 1),
    eventAt(2, 'bbbbbbbb', 8),
  ];
  const told = async (request: HttpRequest): Promise<boolean[]> => {
    const { services, seen } = fakeServices([]);
    const isTold: boolean[] = [];
    const { fleet } = services;
    const playEvents: typeof fleet.playEvents = (scope) => {
      isTold.push(...[before, at, other, behind].map((event) => scope.matches(event)));
      return fleet.playEvents(scope);
    };
    const answer = await followEvents(request, readEventsQuery(request), {
      ...services,
      fleet: { ...fleet, playEvents },
    });
    assert.equal(answer.httpStatus, 200);
    assert.ok(seen.scope?.matches(behind), 'what comes from now on is told');
    return isTold;
  };
  assert.deepEqual(await told(requestOf()), [false, false, false, false]);
  assert.deepEqual(await told(requestOf('since=1970-01-01T00:00:02Z')), [false, true, true, true]);
  const resumed = [false, false, true, true];
  assert.deepEqual(await told(requestOf('', { 'last-event-id': formatPlace(at) })), resumed);
  assert.deepEqual(await told(requestOf(`after=${formatPlace(at)}`)), resumed);
});
