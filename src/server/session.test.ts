import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest, HttpResponse } from '../base/index.ts';
import { createSession } from './session.ts';

/** An emulator that takes one token only. */
function open(accepted: () => string) {
  const asked: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    asked.push(request);
    const isRight = request.headers['authorization'] === `Bearer ${accepted()}`;
    return { httpStatus: isRight ? 200 : 401, headers: [], body: Buffer.from('{"a":1}') };
  };
  let issued = 0;
  const token = async (): Promise<string> => `token ${(issued += 1)}`;
  return { session: createSession({ send, token, host: 'localhost' }), asked };
}

test('session: signs in once, and again when its token has ended', async () => {
  let accepted = 'token 1';
  const { session, asked } = open(() => accepted);
  for (let times = 0; times < 2; times += 1) {
    assert.equal((await session.request('GET', 'https://localhost:1/a')).httpStatus, 200);
  }
  accepted = 'token 2';
  const again = await session.request('POST', '/b', { c: 1 });
  assert.deepEqual([again.httpStatus, again.json], [200, { a: 1 }]);
  const sent = asked.map(({ target, headers, body }) => [
    target,
    headers['authorization'],
    Buffer.from(body).toString(),
  ]);
  assert.deepEqual(sent, [
    ['/a', 'Bearer token 1', ''],
    ['/a', 'Bearer token 1', ''],
    ['/b', 'Bearer token 1', '{"c":1}'],
    ['/b', 'Bearer token 2', '{"c":1}'],
  ]);
});

test('session: who is not let in with a new token is told so at once', async () => {
  const { session, asked } = open(() => 'another');
  assert.equal((await session.request('GET', '/a')).httpStatus, 401);
  assert.equal(asked.length, 1);
});
