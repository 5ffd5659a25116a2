import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { readyRoute } from './ready-route.ts';
import type { ControlServices } from './types.ts';

function ask(checkStore: () => Promise<void>) {
  return readyRoute.handle({} as HttpRequest, { checkStore, version: '1.2.3' } as ControlServices);
}

test('ready: says so without a token', async () => {
  assert.ok(readyRoute.open);
  const { httpStatus, body } = await ask(() => Promise.resolve());
  assert.equal(httpStatus, 200);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())), {
    status: 'ready',
    store: 'answers',
    version: '1.2.3',
  });
});

test('ready: not when the store does not answer', async () => {
  const down = (): Promise<void> => Promise.reject(new StoreError('unavailable', 'no connection'));
  await assert.rejects(ask(down), {
    code: 'EMU_STORE_UNAVAILABLE',
    message: 'The store does not answer: no connection',
  });
});
