import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startEmulator } from '../../src/testing/index.ts';

/** A status or a name for each line of an instance view, without the counts. */
function wordsOf(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => (key === 'count' ? undefined : member));
}

test('README: the answer on its first screen is one that `npm start` gives while it settles', async () => {
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
  const wanted = wordsOf(JSON.parse(shown));
  await using emulator = await startEmulator({ scenario: 'demo' });
  const view = `/subscriptions/${emulator.subscriptionId}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web/instanceView?api-version=2016-04-30-preview`;
  const seen = new Set<string>();
  for (let minute = 0; minute < 10; minute += 0.25) {
    seen.add(wordsOf((await emulator.request('GET', view)).json));
    await emulator.clock.advance('15s');
  }
  assert.ok(seen.size > 2, 'the fleet does not move');
  assert.ok(seen.has(wanted), [...seen].join('\n'));
});
