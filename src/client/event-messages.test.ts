import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMessages } from './event-messages.ts';

async function messagesOf(text: string, size: number, error?: Error): Promise<unknown[]> {
  const bytes = new TextEncoder().encode(text);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    if (error !== undefined) throw await Promise.resolve(error);
  }
  const found: unknown[] = [];
  for await (const message of readMessages(pieces())) found.push(message);
  return found;
}

test('event messages: are read from pieces of any size, up to where the connection is cut', async () => {
  const text = 'retry: 1000\n\nid: 1-a-1\ndata: {"a: →":1}\n\n: heartbeat\n\nid: 2-a-2\ndata: {';
  const expected = [
    { kind: 'event', id: '1-a-1', data: '{"a: →":1}' },
    { kind: 'comment', text: 'heartbeat' },
  ];
  for (const size of [1, 3, 1_000]) assert.deepEqual(await messagesOf(text, size), expected);
  const cut = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  assert.deepEqual(await messagesOf(text, 7, cut), expected);
  // As fetch says it.
  const terminated = new TypeError('terminated', { cause: cut });
  assert.deepEqual(await messagesOf(text, 7, terminated), expected);
  await assert.rejects(messagesOf(text, 7, new Error('a mistake')), /a mistake/);
});
