import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../base/index.ts';
import { shownBody } from './hide-secrets.ts';
import { RequestLog } from './request-log.ts';

function note(log: RequestLog, target: string, bodyBytes = 0): void {
  const request: HttpRequest = {
    method: 'GET',
    target,
    headers: {},
    body: new Uint8Array(bodyBytes),
    secure: true,
  };
  const response: HttpResponse = { httpStatus: 200, headers: [], body: new Uint8Array(bodyBytes) };
  log.note(request, response, 'me', 0, 0);
}

test('request log: keeps the last ones, in order', () => {
  const log = new RequestLog({ size: 3, bytes: 1_000 });
  for (let turn = 1; turn <= 7; turn += 1) note(log, `/${turn}`);
  const seen = (after: number): string[] =>
    [...log.after(after)].map(({ request }) => request.target);
  assert.deepEqual(seen(0), ['/5', '/6', '/7']);
  assert.deepEqual(seen(5), ['/6', '/7']);
  assert.deepEqual(seen(7), []);
  log.clear();
  assert.deepEqual(seen(0), []);
  note(log, '/8');
  assert.deepEqual(
    [...log.after(0)].map(({ sequence }) => sequence),
    [8],
  );
});

test('request log: bodies are bounded in memory, the oldest go first', () => {
  const log = new RequestLog({ size: 100, bytes: 1_000 });
  for (let turn = 0; turn < 80; turn += 1) note(log, `/${turn}`, 50);
  const sizes = [...log.after(0)].map(
    ({ request, response }) => request.body.byteLength + (response.body?.byteLength ?? 0),
  );
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 1_000);
  assert.equal(sizes.at(-1), 100);
  assert.equal(sizes[0], 0);
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => a - b),
    'none but the newest have theirs',
  );
});

test('request log: older reads that went well lose their headers, writes do not', () => {
  const log = new RequestLog({ size: 300, bytes: 1_000 });
  const headers = { host: 'h', 'x-ms-client-request-id': 'mine' };
  for (const method of ['GET', 'PUT']) {
    const request = { method, target: '/x', headers, body: new Uint8Array(), secure: true };
    const told = ['Date', 'now', 'x-ms-request-id', 'r', 'Expires', '-1'];
    log.note(request, { httpStatus: 200, headers: told, body: null }, 'me', 0, 0);
  }
  for (let turn = 0; turn < 250; turn += 1) note(log, '/later');
  const [read, write] = [...log.after(0)];
  assert.deepEqual([read?.request.headers, read?.response.headers], [{}, []]);
  assert.equal(write?.request.headers, headers);
  assert.equal(write?.response.headers.length, 6);
});

test('request log: listeners hear of each request until they stop', () => {
  const log = new RequestLog({ size: 3, bytes: 1_000 });
  const heard: number[] = [];
  const stop = log.listen(({ sequence }) => heard.push(sequence));
  note(log, '/a');
  note(log, '/b');
  stop();
  note(log, '/c');
  assert.deepEqual(heard, [1, 2]);
});

test('request log: nothing secret is shown', () => {
  const shown = (value: unknown, target = '/x'): unknown =>
    shownBody(new TextEncoder().encode(JSON.stringify(value)), target);
  assert.deepEqual(
    shown({
      adminPassword: 'p',
      list: [{ customData: 'c', protectedSettings: { key: 1 }, name: 'n', clientSecret: null }],
      userData: 'u',
    }),
    {
      adminPassword: '***',
      list: [{ customData: '***', protectedSettings: '***', name: 'n', clientSecret: null }],
      userData: '***',
    },
  );
  assert.deepEqual(
    shown({
      additionalUnattendContent: [{ settingName: 'AutoLogon', content: 'c' }],
      parameters: { Credential: { value: 'v' }, size: { value: 3 }, password: { reference: 'r' } },
      template: {
        parameters: {
          credential: { type: 'SecureString', minLength: 8, defaultValue: 'd' },
          size: { type: 'int', defaultValue: 1 },
        },
      },
    }),
    {
      additionalUnattendContent: [{ settingName: 'AutoLogon', content: '***' }],
      parameters: {
        Credential: { value: '***' },
        size: { value: 3 },
        password: { reference: 'r' },
      },
      template: {
        parameters: {
          credential: { type: 'SecureString', minLength: 8, defaultValue: '***' },
          size: { type: 'int', defaultValue: 1 },
        },
      },
    },
  );
  assert.equal(shown({ keys: [{ value: 'k' }] }, '/a/listKeys?api-version=1'), '***');
  assert.equal(shownBody(new TextEncoder().encode('<xml>'), '/x'), '5 bytes that are no JSON');
  assert.equal(shownBody(null, '/x'), undefined);
});
