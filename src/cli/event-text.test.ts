import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamedEventView } from '../client/index.ts';
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
