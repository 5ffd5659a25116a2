import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamedEventView } from '../client/index.ts';
import { readMessages } from './event-messages.ts';
import { lineOfEvent } from './event-text.ts';

const BASE = {
  id: '1-a-1',
  set: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/web',
  sequence: 1,
  at: 'T',
  cause: { operationId: 'o', kind: 'act', action: 'restart' },
} as const;

test('event lines: say where, what, why and what went wrong', () => {
  const failure = { code: 'OSProvisioningTimedOut', message: 'It took too long.' };
  const running = { state: 'succeeded', power: 'running' } as const;
  const lines: readonly [StreamedEventView, string][] = [
    [
      {
        ...BASE,
        subject: 'instance',
        instanceId: 3,
        name: 'web_3',
        before: running,
        after: { state: 'failed', power: null },
        failure,
      },
      'T  rg/web  web_3  succeeded/running → failed  restart  (OSProvisioningTimedOut)\n',
    ],
    [
      {
        ...BASE,
        cause: null,
        subject: 'extension',
        instanceId: 3,
        name: 'web_3',
        extension: 'script',
        before: null,
        after: 'creating',
      },
      'T  rg/web  web_3 script  none → creating\n',
    ],
    [
      {
        ...BASE,
        subject: 'operation',
        before: 'inProgress',
        after: 'failed',
        instanceCount: 2,
        failure: { code: null, message: 'It took too long.' },
      },
      'T  rg/web  restart of 2  inProgress → failed  (It took too long.)\n',
    ],
    [
      {
        ...BASE,
        cause: { operationId: 'o', kind: 'startRollingUpgrade', action: null },
        subject: 'rollingUpgrade',
        before: null,
        after: 'RollingForward',
        batch: 4,
        successful: 0,
        failed: 0,
        pending: 16,
        failure: null,
      },
      'T  rg/web  rolling upgrade  none → RollingForward, batch of 4  startRollingUpgrade\n',
    ],
  ];
  for (const [event, line] of lines) assert.equal(lineOfEvent(event), line);
});

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
  await assert.rejects(messagesOf(text, 7, new Error('a mistake')), /a mistake/);
});
