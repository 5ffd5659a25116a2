/*
 * Events as they come, through the typed client. Source: docs/guides/events.md; WHATWG HTML,
 * "Server-sent events", for Last-Event-ID.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ControlClient,
  ControlError,
  createControlClient,
  type StreamedEventView,
} from '../../../src/client/index.ts';
import { startEmulator, type TestEmulator } from '../../../src/testing/index.ts';
import { ok, VERSION } from '../faults/support/surfaces.ts';

const BEGINNING = { since: '1970-01-01T00:00:00Z' };

async function restart(emulator: TestEmulator, set: string): Promise<void> {
  await ok(emulator, 'POST', `${set}/restart?${VERSION}`);
  await emulator.clock.runUntilIdle();
}

async function idsOf(control: ControlClient): Promise<readonly string[]> {
  return (await control.events.page({ limit: 5_000 })).events.map(({ id }) => id);
}

/** Reads so many, then lets go. */
async function take(
  events: AsyncIterable<StreamedEventView>,
  count: number,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of events) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}

test('follow: what has happened and what happens, in order, without a socket', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast' });
  const set = await emulator.createScaleSet({ capacity: 3 });
  const past = await idsOf(emulator.control);
  const following = take(emulator.control.events.follow(BEGINNING), past.length + 5);
  await restart(emulator, set);
  const all = await idsOf(emulator.control);
  assert.deepEqual(await following, all.slice(0, past.length + 5));
});

test('follow: goes on over a cut connection, and tells each event once', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast', listen: true });
  const set = await emulator.createScaleSet({ capacity: 20 });
  await restart(emulator, set);
  const places: (string | null)[] = [];
  const control = createControlClient({
    url: emulator.httpUrl ?? '',
    async fetch(input, init) {
      const response = await fetch(input, init);
      const headers = new Headers(init?.headers);
      if (headers.get('accept') !== 'text/event-stream' || response.body === null) return response;
      places.push(headers.get('last-event-id'));
      // The first connection brings one piece.
      return places.length > 1 ? response : new Response(await firstPiece(response));
    },
  });
  const all = await idsOf(control);
  assert.ok(all.length > 50, `${all.length} events are more than a piece`);
  assert.deepEqual(await take(control.events.follow(BEGINNING), all.length), all);
  assert.equal(places.length, 2);
  assert.equal(places[0], null);
  assert.ok(all.includes(places[1] ?? ''));
});

async function firstPiece(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  const { value = new Uint8Array() } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new Uint8Array(value);
}

test('follow: ends with its signal, also while nothing comes, and leaves no connection', async () => {
  // `close` fails for what is left.
  await using emulator = await startEmulator({ lifecycle: 'fast', listen: true });
  const set = await emulator.createScaleSet({ capacity: 1 });
  const control = createControlClient({ url: emulator.httpUrl ?? '' });
  const ending = new AbortController();
  const ids: string[] = [];
  for await (const { id } of control.events.follow(BEGINNING, { signal: ending.signal })) {
    ids.push(id);
    if (ids.length === 3) ending.abort();
  }
  assert.ok(ids.length >= 3);
  const silent = control.events.follow({ resource: '*/nobody' }, { signal: AbortSignal.abort() });
  assert.deepEqual(await silent.next(), { done: true, value: undefined });
  const inProcess = new AbortController();
  const waiting = emulator.control.events.follow({}, { signal: inProcess.signal }).next();
  await restart(emulator, set);
  assert.equal((await waiting).done, false);
  inProcess.abort();
});

test('follow: a refusal is an error with its code; notices are told', async () => {
  await using emulator = await startEmulator({ lifecycle: 'fast', listen: true });
  await emulator.createScaleSet({ capacity: 1 });
  const control = createControlClient({ url: emulator.httpUrl ?? '' });
  for (const each of [control, emulator.control]) {
    await assert.rejects(each.events.follow({ since: 'noon' }).next(), {
      name: 'ControlError',
      code: 'EMU_BAD_REQUEST',
      httpStatus: 400,
    });
  }
  const nobody = createControlClient({ url: 'http://localhost:1' });
  const error: unknown = await nobody.events
    .follow()
    .next()
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof ControlError);
  assert.equal(error.code, 'EMU_NO_EMULATOR');
  const notices: string[] = [];
  const ending = new AbortController();
  const following = control.events.follow(BEGINNING, {
    signal: ending.signal,
    onNotice: (text) => {
      notices.push(text);
      ending.abort();
    },
  });
  await following.next();
  await emulator.reset();
  for await (const event of following) assert.ok(event.id);
  assert.match(notices[0] ?? '', /ends or begins anew/);
});
