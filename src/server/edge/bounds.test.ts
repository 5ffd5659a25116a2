import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, codeOf, exchangeText, get, openEdge, openWire, statusOf } from './edge-fixture.ts';

const HOST = 'Host: localhost:8677\r\n';
const SMALL = { bodyBytesMax: 1_000, lingerMs: 200 };

function post(lines: string, body = ''): string {
  return `POST /p HTTP/1.1\r\n${HOST}Connection: close\r\n${lines}\r\n\r\n${body}`;
}

test('bodies: by length, in chunks, in pieces, and with GET', async (context) => {
  const edge = await openEdge(context, {
    handle: (request) => answer(Buffer.from(request.body).toString()),
  });
  assert.match(await exchangeText(edge, post('Content-Length: 5', 'hello')), /\r\n\r\nhello$/);
  assert.match(
    await exchangeText(
      edge,
      post('Transfer-Encoding: chunked', '3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n'),
    ),
    /\r\n\r\nhello$/,
  );
  assert.match(await exchangeText(edge, `${get('/', 'Content-Length: 5')}hello`), /\r\n\r\nhello$/);
  assert.match(await exchangeText(edge, post('Content-Length: 0')), /\r\n\r\n$/);
  const wire = await openWire(edge);
  wire.send(post('Content-Length: 5', 'he'));
  wire.send('llo');
  assert.match(await wire.closed(), /\r\n\r\nhello$/);
});

test('bodies: consent is given to a client that waits for it', async (context) => {
  const edge = await openEdge(context, {
    handle: (request) => answer(Buffer.from(request.body).toString()),
  });
  const wire = await openWire(edge);
  wire.send(post('Content-Length: 5\r\nExpect: 100-continue'));
  await wire.until('HTTP/1.1 100 Continue\r\n\r\n');
  wire.send('hello');
  assert.match(await wire.closed(), /hello$/);
});

test('413: told by the length before the body comes, and nobody is asked', async (context) => {
  const edge = await openEdge(context, { limits: SMALL });
  const wire = await openWire(edge);
  wire.send(post('Content-Length: 1001', 'x'));
  const received = await wire.until('}}');
  assert.equal(statusOf(received), 413);
  assert.equal(codeOf(received), 'RequestEntityTooLarge');
  wire.send('x'.repeat(1000));
  await wire.closed();
  const waiting = await exchangeText(edge, post('Content-Length: 1001\r\nExpect: 100-continue'));
  assert.equal(statusOf(waiting), 413);
  assert.doesNotMatch(waiting, /100 Continue/);
  assert.equal(edge.seen.length, 0);
});

test('413: while chunks come; one byte less is taken', async (context) => {
  const edge = await openEdge(context, { limits: SMALL });
  const chunk = (size: number): string => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`;
  const large = await exchangeText(
    edge,
    post('Transfer-Encoding: chunked', `${chunk(600)}${chunk(401)}0\r\n\r\n`),
  );
  assert.equal(statusOf(large), 413);
  assert.equal(edge.seen.length, 0);
  const fits = await exchangeText(
    edge,
    post('Transfer-Encoding: chunked', `${chunk(600)}${chunk(400)}0\r\n\r\n`),
  );
  assert.equal(statusOf(fits), 200);
  assert.equal(edge.seen[0]?.body.byteLength, 1_000);
});

test('413: a sender that never stops is cut off', async (context) => {
  const edge = await openEdge(context, { limits: { ...SMALL, lingerMs: 20 } });
  const wire = await openWire(edge);
  wire.send(
    post('Transfer-Encoding: chunked', `${(2_000).toString(16)}\r\n${'x'.repeat(2_000)}\r\n`),
  );
  assert.equal(statusOf(await wire.closed()), 413);
});

test('431: headers over 32 KiB', async (context) => {
  const edge = await openEdge(context);
  const received = await exchangeText(edge, get('/', `X: ${'x'.repeat(32_768)}`));
  assert.equal(statusOf(received), 431);
  assert.equal(codeOf(received), 'RequestHeaderFieldsTooLarge');
  assert.equal(statusOf(await exchangeText(edge, get('/', `X: ${'x'.repeat(30_000)}`))), 200);
  assert.equal(edge.seen.length, 1);
});

test('400 and the end: what is no HTTP, and what two readers could read differently', async (context) => {
  // Without `Connection: close` the end is that of an idle connection.
  const edge = await openEdge(context, { limits: { keepAliveMs: 20 } });
  const texts = {
    'no HTTP': 'hello\r\n\r\n',
    binary: '\u0000\u0001\u0002\u0003\r\n\r\n',
    'a blank in the target': get('/a b'),
    'no Host': 'GET / HTTP/1.1\r\n\r\n',
    'no Host in HTTP/1.0': 'GET / HTTP/1.0\r\n\r\n',
    'two Hosts': get('/', 'Host: localhost', 'Host: localhost'),
    'two lengths': post('Content-Length: 5\r\nContent-Length: 6', 'hello!'),
    'length and chunks': post('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
    'chunks not last': post('Transfer-Encoding: chunked, identity', '0\r\n\r\n'),
    'a length that is none': post('Content-Length: -5'),
    'a blank before the colon': get('/', 'X : y'),
    'a folded header': get('/', 'X: y', ' z'),
    'a bare line feed': 'GET / HTTP/1.1\nHost: localhost\n\n',
    'a bad chunk size': post('Transfer-Encoding: chunked', 'zz\r\n'),
    'an unknown method': get('/').replace('GET', 'STEAL'),
  };
  for (const [what, text] of Object.entries(texts)) {
    const received = await exchangeText(edge, text);
    assert.equal(statusOf(received), 400, `${what}: ${received}`);
    assert.equal((received.match(/HTTP\/1\.1 /g) ?? []).length, 1, what);
  }
  assert.equal(edge.seen.length, 0);
});

test('CONNECT and Upgrade get no tunnel', async (context) => {
  const edge = await openEdge(context);
  assert.doesNotMatch(
    await exchangeText(edge, 'CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    /200/,
  );
  const upgrade = await exchangeText(
    edge,
    get('/', 'Upgrade: websocket').replace('Connection: close', 'Connection: close, Upgrade'),
  );
  assert.notEqual(statusOf(upgrade), 101);
});

// The limits are small and nothing sleeps: each test waits for the moment the other side closes.

test('slow senders: a connection on which nothing comes', async (context) => {
  const edge = await openEdge(context, { limits: { firstByteMs: 20 } });
  const wire = await openWire(edge);
  assert.equal(await wire.closed(), '');
});

test('slow senders: a connection that ends before its first byte', async (context) => {
  const edge = await openEdge(context, { limits: { firstByteMs: 60_000 } });
  const wire = await openWire(edge);
  wire.socket.end();
  assert.equal(await wire.closed(), '');
});

test('slow senders: a TLS handshake that never ends, or is none', async (context) => {
  const edge = await openEdge(context, { limits: { handshakeMs: 20 } });
  assert.equal(await exchangeText(edge, '\u0016'), '');
  const rubbish = await exchangeText(edge, `\u0016\u0003\u0001${'\u00ff'.repeat(200)}`);
  assert.doesNotMatch(rubbish, /HTTP/);
  assert.deepEqual(edge.errors, []);
});

for (const secure of [false, true]) {
  const over = secure ? 'TLS' : 'HTTP';

  test(`slow senders over ${over}: headers that never end`, async (context) => {
    const edge = await openEdge(context, { limits: { headersMs: 40, requestMs: 60_000 } });
    const received = await exchangeText(edge, `GET / HTTP/1.1\r\n${HOST}X: `, secure);
    assert.equal(statusOf(received), 408);
    assert.equal(codeOf(received), 'RequestTimeout');
  });

  test(`slow senders over ${over}: a body that never ends`, async (context) => {
    const edge = await openEdge(context, { limits: { headersMs: 40, requestMs: 80 } });
    const received = await exchangeText(edge, post('Content-Length: 10', 'half'), secure);
    assert.equal(statusOf(received), 408);
    assert.equal(edge.seen.length, 0);
  });

  test(`idle connections over ${over} are closed, quietly`, async (context) => {
    const edge = await openEdge(context, { limits: { keepAliveMs: 20 } });
    const received = await exchangeText(edge, `GET / HTTP/1.1\r\n${HOST}\r\n`, secure);
    assert.equal(statusOf(received), 200);
    assert.equal((received.match(/HTTP\/1\.1 /g) ?? []).length, 1);
  });
}

test('silence: an answer that never comes does not hold a connection for ever', async (context) => {
  const edge = await openEdge(context, {
    limits: { silenceMs: 30 },
    handle: () => new Promise(() => undefined),
  });
  assert.equal(await exchangeText(edge, get('/')), '');
});

test('connections: one more than the limit is closed at once, and room is made again', async (context) => {
  const edge = await openEdge(context, { limits: { connectionsMax: 2 } });
  const first = await openWire(edge);
  const second = await openWire(edge);
  second.send(`GET /2 HTTP/1.1\r\n${HOST}\r\n`);
  await second.until('/2');
  const third = await openWire(edge);
  assert.equal(await third.closed(), '');
  first.send(get('/1'));
  assert.equal(statusOf(await first.closed()), 200);
  assert.equal(statusOf(await exchangeText(edge, get('/4'))), 200);
});

test('a client that goes away in the middle of its body leaves nothing behind', async (context) => {
  const edge = await openEdge(context);
  const wire = await openWire(edge);
  wire.send(post('Content-Length: 10', 'half'));
  wire.socket.resetAndDestroy();
  await wire.closed();
  assert.equal(statusOf(await exchangeText(edge, get('/'))), 200);
  assert.equal(edge.seen.length, 1);
  assert.deepEqual(edge.errors, []);
});
