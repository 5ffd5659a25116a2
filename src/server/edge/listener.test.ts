import assert from 'node:assert/strict';
import { Agent, get as httpsGet } from 'node:https';
import { test } from 'node:test';
import { EmulatorError, type HttpResponse } from '../../base/index.ts';
import { answer, codeOf, exchangeText, get, openEdge, openWire, statusOf } from './edge-fixture.ts';
import { createListener } from './listener.ts';

test('one port: the first byte decides between TLS and plain HTTP', async (context) => {
  const edge = await openEdge(context);
  const plain = await exchangeText(edge, get('/a?b=c'));
  const secure = await exchangeText(edge, get('/a?b=c'), true);
  for (const received of [plain, secure]) {
    assert.equal(statusOf(received), 200);
    assert.match(received, /\r\nContent-Type: text\/plain\r\n/);
    assert.match(received, /\r\nContent-Length: 10\r\n/);
    assert.ok(received.endsWith('\r\n\r\nGET /a?b=c'));
  }
  assert.deepEqual(
    edge.seen.map((request) => request.secure),
    [false, true],
  );
  const [request] = edge.seen;
  assert.equal(request?.headers['host'], 'localhost:8677');
  assert.equal(request?.body.byteLength, 0);
});

test('TLS: a client that prefers HTTP/2 gets HTTP/1.1', async (context) => {
  const edge = await openEdge(context);
  const wire = await openWire(edge, true);
  assert.equal((wire.socket as unknown as { alpnProtocol: string }).alpnProtocol, 'http/1.1');
  wire.socket.destroy();
});

test('TLS: many requests on one kept connection', async (context) => {
  const edge = await openEdge(context);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: edge.ca });
  context.after(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 5; i += 1) {
    const status = await new Promise((resolve, reject) => {
      httpsGet({ host: 'localhost', port: edge.port, agent, path: `/${i}` }, (response) => {
        ports.add(response.socket.localPort);
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      }).on('error', reject);
    });
    assert.equal(status, 200);
  }
  assert.equal(ports.size, 1);
});

test('pipelining: answers come in order, also when slow ones are asked first', async (context) => {
  const waiting: (() => void)[] = [];
  const edge = await openEdge(context, {
    handle: (request) =>
      request.target === '/slow'
        ? new Promise<HttpResponse>((resolve) => {
            waiting.push(() => resolve(answer('slow')));
          })
        : answer(request.target),
  });
  const wire = await openWire(edge);
  const plain = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  wire.send(`${plain('/slow')}${plain('/two')}${plain('/three').slice(0, 9)}`);
  wire.send(plain('/three').slice(9) + get('/four'));
  while (edge.seen.length < 4) await new Promise(setImmediate);
  waiting[0]?.();
  const received = await wire.closed();
  assert.deepEqual(
    [...received.matchAll(/\r\n\r\n(slow|\/two|\/three|\/four)/g)].map((match) => match[1]),
    ['slow', '/two', '/three', '/four'],
  );
});

test('a client that ends its side after asking still gets its answer', async (context) => {
  const edge = await openEdge(context, { handle: () => Promise.resolve(answer('late')) });
  const wire = await openWire(edge);
  wire.socket.allowHalfOpen = true;
  wire.socket.end(get('/'));
  assert.match(await wire.closed(), /late$/);
});

test('HEAD, 204 and empty answers: length and body as RFC 9110 has them', async (context) => {
  const edge = await openEdge(context, {
    handle: ({ target }) => ({
      httpStatus: target === '/204' ? 204 : 202,
      headers: ['X-One', '1'],
      body: target === '/204' || target === '/none' ? null : Buffer.from('12345'),
    }),
  });
  const head = await exchangeText(edge, get('/').replace('GET', 'HEAD'));
  assert.match(head, /\r\nContent-Length: 5\r\n/);
  assert.ok(head.endsWith('\r\n\r\n'));
  const none = await exchangeText(edge, get('/none'));
  assert.match(none, /\r\nContent-Length: 0\r\n/);
  assert.doesNotMatch(none, /Transfer-Encoding/);
  assert.doesNotMatch(await exchangeText(edge, get('/204')), /Content-Length/i);
});

test('a handler that fails, at once, later or with an impossible header, is answered 500 and reported', async (context) => {
  const edge = await openEdge(context, {
    handle: ({ target }) => {
      if (target === '/at-once') throw new Error('at once');
      if (target === '/later') return Promise.reject(new Error('later'));
      return { httpStatus: 200, headers: ['X-Bad', 'a\r\nb'], body: null };
    },
  });
  for (const target of ['/at-once', '/later', '/header']) {
    const received = await exchangeText(edge, get(target));
    assert.equal(statusOf(received), 500, target);
    assert.equal(codeOf(received), 'InternalServerError');
  }
  assert.deepEqual(
    edge.errors.map((error) => (error as Error).message.slice(0, 7)),
    ['at once', 'later', 'Invalid'],
  );
});

test('absolute targets: the path is what counts, and their host is guarded as the Host header is', async (context) => {
  const edge = await openEdge(context);
  assert.match(await exchangeText(edge, get('http://localhost:1/x?y=1')), /GET \/x\?y=1$/);
  assert.match(await exchangeText(edge, get('http://localhost')), /GET \/$/);
  assert.equal(edge.seen[0]?.headers['host'], 'localhost:1');
  assert.equal(statusOf(await exchangeText(edge, get('http://evil.example/x'))), 403);
  for (const target of ['*', 'localhost', 'ftp://localhost/', 'http://user@localhost/']) {
    const received = await exchangeText(
      edge,
      get(target).replace('GET', target === '*' ? 'OPTIONS' : 'GET'),
    );
    assert.equal(statusOf(received), 400, target);
  }
  assert.equal(edge.seen.length, 2);
});

test('close: requests under way are finished, idle and silent connections closed, nobody new gets in', async (context) => {
  let finish = (): void => undefined;
  const edge = await openEdge(context, {
    limits: { stopMs: 60_000 },
    handle: ({ target }) =>
      target === '/idle'
        ? answer('idle')
        : new Promise<HttpResponse>((resolve) => {
            finish = () => resolve(answer('finished'));
          }),
  });
  const [idle, silent, busy] = [
    await openWire(edge),
    await openWire(edge),
    await openWire(edge, true),
  ];
  idle.send('GET /idle HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await idle.until('\r\n\r\nidle');
  busy.send('GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n');
  while (edge.seen.length < 2) await new Promise(setImmediate);
  const closed = edge.listener.close({ graceful: true });
  await idle.closed();
  assert.equal(await silent.closed(), '');
  await assert.rejects(openWire(edge), /ECONNREFUSED/);
  finish();
  const received = await busy.closed();
  assert.match(received, /\r\nConnection: close\r\n/);
  assert.ok(received.endsWith('finished'));
  await closed;
});

test('close: a request that never ends is cut at the deadline, or at once when asked so', async (context) => {
  const handle = (): Promise<HttpResponse> => new Promise(() => undefined);
  const patient = await openEdge(context, { handle, limits: { stopMs: 30 } });
  const wire = await openWire(patient);
  wire.send(get('/'));
  while (patient.seen.length < 1) await new Promise(setImmediate);
  await patient.listener.close({ graceful: true });
  assert.equal(await wire.closed(), '');

  const hasty = await openEdge(context, { handle, limits: { stopMs: 60_000 } });
  const second = await openWire(hasty, true);
  second.send(get('/'));
  while (hasty.seen.length < 1) await new Promise(setImmediate);
  const closed = hasty.listener.close({ graceful: true });
  await Promise.all([closed, hasty.listener.close({ graceful: false })]);
  assert.equal(await second.closed(), '');
});

test('listening: a port in use and an address that is not ours are clear errors', async (context) => {
  const edge = await openEdge(context);
  const options = {
    handle: () => answer(''),
    tls: { key: '', cert: '' },
    allowedHosts: [],
    onError: () => undefined,
  };
  const refusedAs = (code: string) => (error: unknown) =>
    error instanceof EmulatorError && error.code === code;
  await assert.rejects(
    createListener({ ...options, host: '127.0.0.1', port: edge.port }),
    refusedAs('EMU_ADDRESS_IN_USE'),
  );
  await assert.rejects(
    createListener({ ...options, host: '203.0.113.1', port: 0 }),
    refusedAs('EMU_BAD_OPTION'),
  );
});
