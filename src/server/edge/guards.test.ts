import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, exchangeText, get, openEdge, statusOf } from './edge-fixture.ts';
import { createHostGuard } from './host-guard.ts';

test('hosts: localhost, what is below it, loopback addresses and configured names, with any port', () => {
  const isOurs = createHostGuard({ host: '127.0.0.1', allowedHosts: ['Lab.Example', '[fe80::1]'] });
  const ours = [
    'localhost',
    'localhost:8677',
    'LOCALHOST:1',
    'localhost.',
    'a.b.localhost:80',
    '127.0.0.1',
    '127.9.8.7:8677',
    '[::1]',
    '[::1]:8677',
    '[0:0:0:0:0:0:0:1]:8677',
    'lab.example:8677',
    'LAB.EXAMPLE.',
    '[fe80::1]:1',
  ];
  for (const host of [...ours, ...ours]) assert.equal(isOurs(host), true, host);
});

test('hosts: every other name is foreign, however it is dressed', () => {
  const isOurs = createHostGuard({ host: '127.0.0.1', allowedHosts: ['lab.example'] });
  const foreign = [
    'evil.example',
    'evil.example:8677',
    'localhost.evil.example',
    'evillocalhost',
    'lab.example.evil.example',
    'sub.lab.example',
    '127.0.0.1.evil.example',
    '127.0.0.1.nip.io',
    '128.0.0.1',
    '10.0.0.1',
    '0.0.0.0',
    // Browsers write these as 127.0.0.1 themselves; whoever sends them is none.
    '2130706433',
    '0x7f.1',
    '127.1',
    '[::2]',
    '[::]',
    '::1',
    '[::1',
    'localhost:port',
    'localhost:8677:1',
    'localhost/',
    'user@localhost',
    'local host',
    '.',
    ':8677',
    '',
  ];
  for (const host of [...foreign, ...foreign]) assert.equal(isOurs(host), false, host);
});

test('hosts: on every interface any address is ours, and still no foreign name', () => {
  for (const host of ['0.0.0.0', '::']) {
    const isOurs = createHostGuard({ host, allowedHosts: [] });
    assert.equal(isOurs('192.0.2.7:8677'), true);
    assert.equal(isOurs('[2001:db8::7]:8677'), true);
    assert.equal(isOurs('evil.example'), false);
  }
});

test('hosts: guessing names does not make the guard forget what is right', () => {
  const isOurs = createHostGuard({ host: '127.0.0.1', allowedHosts: [] });
  for (let i = 0; i < 1_000; i += 1) assert.equal(isOurs(`${i}.example`), false);
  assert.equal(isOurs('localhost'), true);
});

test('DNS rebinding: a request under a foreign name is refused before anything is done', async (context) => {
  const edge = await openEdge(context);
  for (const secure of [false, true]) {
    const received = await exchangeText(
      edge,
      get('/subscriptions', 'Host: evil.example:8677'),
      secure,
    );
    assert.equal(statusOf(received), 403);
    assert.equal(codeOf(received), 'EMU_FORBIDDEN_HOST');
  }
  const withBody = `POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 5\r\n\r\nhello`;
  assert.equal(statusOf(await exchangeText(edge, withBody)), 403);
  assert.equal(edge.seen.length, 0);
});

test('web pages: a request of another site is refused before anything is done, and gets no CORS headers', async (context) => {
  const edge = await openEdge(context);
  const foreign = [
    ['Origin: https://evil.example'],
    ['Origin: null'],
    ['Origin: http://localhost:3000'],
    // Another scheme or port is another origin.
    ['Origin: https://localhost:8677'],
    ['Origin: http://localhost'],
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
    ['Origin: http://localhost:8677', 'Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: anything'],
  ];
  for (const lines of foreign) {
    const received = await exchangeText(edge, get('/', ...lines));
    assert.equal(statusOf(received), 403, lines.join());
    assert.equal(codeOf(received), 'EMU_FORBIDDEN_ORIGIN', lines.join());
    assert.doesNotMatch(received, /access-control/i);
  }
  const preflight = get(
    '/',
    'Origin: https://evil.example',
    'Access-Control-Request-Method: PUT',
  ).replace('GET', 'OPTIONS');
  assert.equal(statusOf(await exchangeText(edge, preflight)), 403);
  const form =
    'POST /x HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}';
  assert.equal(statusOf(await exchangeText(edge, form)), 403);
  assert.equal(edge.seen.length, 0);
});

test('web pages: our own pages, and addresses that somebody typed, are answered', async (context) => {
  const edge = await openEdge(context);
  const own = [
    ['Origin: http://localhost:8677', 'Sec-Fetch-Site: same-origin'],
    ['Sec-Fetch-Site: none'],
    ['Origin: HTTP://LocalHost:8677'],
    [],
  ];
  for (const lines of own)
    assert.equal(statusOf(await exchangeText(edge, get('/', ...lines))), 200, lines.join());
  const secure = get('/', 'Origin: https://localhost:8677');
  assert.equal(statusOf(await exchangeText(edge, secure, true)), 200);
});
