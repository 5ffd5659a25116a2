import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { announceReady, createEmulator, parseConfig } from '../server/index.ts';
import { lazulite } from './fixture.ts';

const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-control-'));
let stop: () => Promise<void>;

before(async () => {
  const config = parseConfig({ data, store: 'memory', port: 0, clock: 'manual', demo: true });
  const emulator = await createEmulator(config);
  const announced = await announceReady(config, await emulator.listen());
  stop = async () => {
    announced.withdraw();
    await emulator.close();
  };
});

after(async () => {
  await stop();
  rmSync(data, { recursive: true });
});

const say = (...args: string[]) => lazulite([...args, '--data', data], {}, { interactive: true });

test('fault: is added by name with its parts, listed, shown and taken away', async () => {
  const parts = '--id slow --for 2h --times 3 --on share=0.5 resource=*/web --with after=40m';
  const added = await say('fault', 'add', 'OSProvisioningTimedOut', ...parts.split(' '));
  assert.equal(added.code, 0, added.error);
  assert.match(
    added.out,
    /^id +state +hits +fault +on +until\nslow +active +0 +OSProvisioningTimedOut +share=0.5 resource=\*\/web +2026-01-01T02:00:00\+00:00\n$/,
  );
  const shown = JSON.parse((await say('fault', 'show', 'slow')).out) as Record<string, unknown>;
  assert.deepEqual(
    [shown['on'], shown['with'], shown['times']],
    [{ share: 0.5, resource: '*/web' }, { after: '40m' }, 3],
  );
  const listed = await lazulite(['fault', '--data', data]);
  assert.equal((JSON.parse(listed.out) as { faults: unknown[] }).faults.length, 1);
  assert.match((await say('fault', 'remove', 'slow')).out, /^Nothing goes wrong on command\.\n$/);
  assert.match((await say('fault', 'catalogue')).out, /\nZoneOutage +The machines of a zone stop/);
});

test('fault: is read from a file; mistakes say what to do', async () => {
  const file = path.join(data, 'rule.json');
  writeFileSync(file, '[{"id":"a","on":{"path":"/x"},"hang":true},{"id":"b","fault":"Conflict"}]');
  assert.equal((await say('fault', 'add', file)).code, 0);
  assert.match((await say('fault', 'clear')).out, /^Nothing/);
  writeFileSync(file, '{"id":');
  const refused: readonly [readonly string[], number, RegExp][] = [
    [['add', file], 2, /is not JSON/],
    [['add', 'nowhere.json'], 2, /neither the name of a fault nor a file/],
    [['add', 'OutOfCoffee'], 1, /There are AllocationFailed.*\(EMU_BAD_FAULT\)/],
    [['add'], 2, /Say which: fault add AllocationFailed/],
    [['remove', 'nobody'], 1, /no fault rule "nobody"/],
    [['dance'], 2, /fault knows list, add/],
    [['add', 'Conflict', '--on', 'zone'], 2, /--on must look like zone=1/],
  ];
  for (const [args, code, error] of refused) {
    const result = await say('fault', ...args);
    assert.deepEqual([result.code, result.out], [code, ''], args.join(' '));
    assert.match(result.error, error);
  }
});

test('throttle: is set, limited and shown with who makes the traffic', async () => {
  assert.match((await say('throttle')).out, /^throttling off\n\d+ calls, 0 throttled, 0 before/);
  assert.equal((await say('throttle', 'azure')).code, 0);
  await say('throttle', 'limit', 'GetVMScaleSetResource=3/1');
  const limited = await say('throttle', 'limit', 'subscription-reads=900');
  assert.match(
    limited.out,
    /^throttling azure, GetVMScaleSetResource=3\/1, subscription-reads=900\n/,
  );
  await say('view', 'web');
  const shown = await say('throttle');
  assert.match(shown.out, /\ncalls +throttled +early +operation +resource +caller\n/);
  assert.match(
    shown.out,
    /VirtualMachineScaleSets_GetInstanceView +\/resourcegroups\/demo\/.*\/web +lazulite-cli\n/,
  );
  const json = JSON.parse((await say('throttle', 'reset', '--json')).out) as { rows: unknown[] };
  assert.deepEqual(json.rows, []);
  assert.match((await say('throttle', 'unlimit')).out, /^throttling azure\n/);
  assert.match((await say('throttle', 'off')).out, /^throttling off\n/);
  const refused: readonly [readonly string[], number, RegExp][] = [
    [['fast'], 2, /throttle knows show, off/],
    [['azure-1999'], 1, /mode must be one of off, azure, azure-2019/],
    [['limit'], 2, /Say which/],
    [['limit', 'GetVMScaleSetResource'], 2, /NAME=CAPACITY\/REFILL/],
    [['limit', 'Get=1'], 1, /There is no limit "Get"/],
  ];
  for (const [args, code, error] of refused) {
    const result = await say('throttle', ...args);
    assert.deepEqual([result.code, result.out], [code, ''], args.join(' '));
    assert.match(result.error, error);
  }
});

test('log: waits for requests and judges them, with an exit code', async () => {
  await say('log', '--clear');
  await say('view');
  const waited = await say(
    'log',
    '--operation',
    '*_GetInstanceView',
    '--wait',
    '5s',
    '--count',
    '2',
  );
  assert.equal(waited.code, 0, waited.error);
  const early = await say('log', '--operation', '*_Delete', '--wait', '10ms');
  assert.deepEqual([early.code, early.out], [1, '']);
  assert.equal(early.error, 'lazulite: 0 of 1 requests have come within 10ms.\n');
  const few = await say('log', '--operation', '*_GetInstanceView', '--at-most', '1');
  assert.equal(few.code, 1);
  assert.match(few.out, /^failed: /);
  const kept = await lazulite(['log', '--at-least', '1', '--honours-retry-after', '--data', data]);
  assert.equal(kept.code, 0, kept.error);
  assert.equal((JSON.parse(kept.out) as { passed: boolean }).passed, true);
  assert.equal((await say('log', '--exactly', 'few')).code, 2);
  assert.equal((await say('log', '--count', '2')).code, 2);
  assert.equal((await say('log', '--wait', 'long')).code, 1);
});

test('log: shows requests, follows none after the last, writes an archive and forgets', async () => {
  await say('log', '--clear');
  await say('view', 'web');
  const shown = await say('log', '--operation', '*_GetInstanceView');
  assert.match(
    shown.out,
    /^2026-01-01T\S+ {2}200 {2}GET {4}VirtualMachineScaleSets_GetInstanceView web\/instanceView {2}lazulite-cli\n$/,
  );
  const json = await say('log', '--json', '--status', '2xx');
  for (const line of json.out.trimEnd().split('\n')) {
    assert.equal((JSON.parse(line) as { status: number }).status, 200);
  }
  const file = path.join(data, 'requests.har');
  assert.equal((await say('log', '--har', file)).code, 0);
  assert.match(readFileSync(file, 'utf8'), /"creator":\{"name":"Lazulite"/);
  await say('log', '--clear');
  assert.equal((await say('log')).out, '');
  assert.equal((await say('log', '--status', 'many')).code, 1);
  assert.equal((await say('log', '--har', path.join(data, 'no', 'where'))).code, 2);
});

test('fleet: shows all sets in numbers', async () => {
  await say('clock', 'until-idle');
  const { out } = await say('fleet');
  assert.match(out, /^set +state +machines +running +failed +unhealthy +operations +next due\n/);
  assert.match(out, /\ndemo\/web +succeeded +12 +12 +0 +0 +0\n/);
  const json = JSON.parse((await say('fleet', '--json')).out) as {
    powerStates: { running: number };
  }[];
  assert.equal(json.length, 4);
});

test('reset: makes everything as after a start, and says so', async () => {
  await say('reset');
  const before = await say('view');
  await say('fault', 'add', 'Conflict');
  assert.equal((await say('reset')).out, 'Everything is as after a start.\n');
  assert.match((await say('fault')).out, /^Nothing/);
  assert.equal((await say('view')).out, before.out, 'the demonstration is made anew');
  const wrong = await say('reset', '--subscription', 'nobody');
  assert.deepEqual([wrong.code, wrong.out], [1, '']);
});
