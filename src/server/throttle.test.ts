import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError } from '../base/index.ts';
import { createMemoryStore } from '../store/index.ts';
import { parseConfig } from './config.ts';
import { openThrottle } from './throttle-keeper.ts';

test('throttle options: limits are read by name, and mistakes say what there is', () => {
  const limits = ['HighCostGetVMScaleSet30Min=900', 'subscription-reads=5/1'];
  assert.deepEqual(parseConfig({ throttle: 'azure-2019', throttleLimit: limits }).throttle, {
    mode: 'azure-2019',
    limits: {
      HighCostGetVMScaleSet30Min: { capacity: 900 },
      'subscription-reads': { capacity: 5, refill: 1 },
    },
  });
  assert.deepEqual(parseConfig({}).throttle, {});
  const refused: readonly [Parameters<typeof parseConfig>[0], RegExp][] = [
    [{ throttle: 'aws' }, /--throttle .*off, azure/],
    [{ throttleLimit: ['Get=1'] }, /names no limit: "Get"\. There are subscription-reads/],
    [{ throttleLimit: ['GetVMScaleSetResource'] }, /must look like/],
    [{ throttleLimit: ['GetVMScaleSetResource=1/'] }, /must look like/],
    [{ throttleLimit: ['GetVMScaleSetResource=9999999999'] }, /must look like/],
  ];
  for (const [values, message] of refused) {
    assert.throws(
      () => parseConfig(values),
      (error) => {
        assert.ok(error instanceof EmulatorError && error.code === 'EMU_BAD_OPTION');
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test('throttle: the store remembers how it was set; an option wins', async () => {
  const store = createMemoryStore();
  try {
    const limits = { GetVMScaleSetResource: { capacity: 3 } };
    const first = await openThrottle(store, {});
    assert.deepEqual(first.throttle.settings, { mode: 'off', limits: {} });
    await first.throttling.change({ mode: 'azure', limits });
    assert.deepEqual((await openThrottle(store, {})).throttle.settings, { mode: 'azure', limits });
    const third = await openThrottle(store, { mode: 'off' });
    assert.deepEqual(third.throttle.settings, { mode: 'off', limits });
    assert.deepEqual((await openThrottle(store, {})).throttle.settings, { mode: 'off', limits });
  } finally {
    await store.close();
  }
});
