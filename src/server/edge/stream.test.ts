import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { HttpResponse, HttpStream } from '../../base/index.ts';
import { get, openEdge, openWire, statusOf } from './edge-fixture.ts';

function streamed(pieces: HttpStream['pieces']): HttpResponse {
  const headers = ['Content-Type', 'text/plain'];
  return { httpStatus: 200, headers, body: null, stream: { pieces, farewell: 'too slow' } };
}

test('streams: come in pieces as they are made, over TLS as well, and end', async (context) => {
  for (const secure of [false, true]) {
    const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const edge = await openEdge(context, {
      handle: () =>
        streamed(async function* () {
          yield 'one ';
          await steps[0].promise;
          yield 'two ';
          await steps[1].promise;
        }),
    });
    const wire = await openWire(edge, secure);
    wire.send(get('/'));
    assert.equal(statusOf(await wire.until('one ')), 200);
    steps[0].resolve();
    await wire.until('two ');
    steps[1].resolve();
    assert.match(await wire.closed(), /\r\n0\r\n\r\n$/);
    assert.deepEqual(edge.errors, []);
  }
});

test('streams: a reader who goes is noticed', async (context) => {
  const gone = Promise.withResolvers<void>();
  const edge = await openEdge(context, {
    handle: () =>
      streamed(async function* (signal) {
        yield 'hello';
        await once(signal, 'abort');
        gone.resolve();
      }),
  });
  const wire = await openWire(edge);
  wire.send(get('/'));
  await wire.until('hello');
  wire.socket.destroy();
  await gone.promise;
});

test('streams: a reader who takes nothing is told and cut off, and costs one piece', async (context) => {
  let made = 0;
  const stopped = Promise.withResolvers<void>();
  const edge = await openEdge(context, {
    limits: { stallMs: 100, lingerMs: 100 },
    handle: () =>
      streamed(async function* () {
        try {
          for (;;) {
            made += 1;
            yield 'x'.repeat(1_000_000);
          }
        } finally {
          stopped.resolve();
        }
      }),
  });
  const wire = await openWire(edge);
  wire.socket.pause();
  wire.send(get('/'));
  await stopped.promise;
  assert.ok(made < 100, String(made));
  wire.socket.resume();
  assert.match(await wire.closed(), /xtoo slow|x\r\n8\r\ntoo slow/);
});

test('streams: a silent reader is not cut, and a failure of ours ends the answer', async (context) => {
  const looks = Promise.withResolvers<void>();
  const edge = await openEdge(context, {
    limits: { silenceMs: 20 },
    handle: ({ target }) =>
      target === '/fails'
        ? streamed(async function* () {
            yield 'begun';
            await Promise.reject(new Error('a mistake'));
          })
        : streamed(async function* () {
            yield 'begun';
            await looks.promise;
            yield 'done';
          }),
  });
  for (const secure of [false, true]) {
    const wire = await openWire(edge, secure);
    wire.send(get('/'));
    await wire.until('begun');
    // Another connection that says nothing is cut in the meantime.
    const mute = await openWire(edge);
    mute.send('GET / HT');
    await mute.closed();
    if (secure) looks.resolve();
    assert.ok(!wire.socket.destroyed);
  }
  const failed = await openWire(edge);
  failed.send(get('/fails'));
  assert.doesNotMatch(await failed.closed(), /\r\n0\r\n\r\n$/);
  assert.equal(edge.errors.length, 1);
});
