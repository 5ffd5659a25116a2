import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { namedFaults } from '../../../src/faults/index.ts';
import { startEmulator } from '../../../src/testing/index.ts';
import { createWorld, listOf, look, objectOf, ok, SET, VERSION } from './support/surfaces.ts';

const on = { resource: SET };
const WRONG: readonly (readonly [unknown, RegExp])[] = [
  ['nonsense', /must be an object/],
  [{}, /says nothing: give it "fault" or one of answer, change/],
  [{ fault: 'OutOfCoffee' }, /is not known: "OutOfCoffee"\. There are AllocationFailed, /],
  [{ fault: 'AllocationFailed', answer: { status: 500 } }, /make two rules of it/],
  [{ fault: 'AllocationFailed', what: 1 }, /additional properties \(what\)/],
  [
    { fault: 'AllocationFailed', on: { method: 'GET' } },
    /\/on\/method means nothing to AllocationFailed/,
  ],
  [{ fault: 'AllocationFailed', skip: 1 }, /is for requests/],
  [
    { fault: 'AllocationFailed', on: { step: 'dance' } },
    /is no step: "dance"\. There are allocate/,
  ],
  [
    { fault: 'AllocationFailed', on: { extension: 'script' } },
    /only match in the step installExtension/,
  ],
  [{ fault: 'AllocationFailed', on: { share: 0 } }, /\/on\/share must be > 0/],
  [{ fault: 'AllocationFailed', times: 0 }, /\/times must be >= 1/],
  [{ fault: 'AllocationFailed', for: '0s' }, /would never match/],
  [{ fault: 'AllocationFailed', for: 'ages' }, /is not a length of time/],
  [
    { fault: 'AllocationFailed', on: { resource: '/subscriptions/s/disks/d' } },
    /neither a scale set nor above one/,
  ],
  [
    { fault: 'AllocationFailed', on: { ...on, zone: '3' } },
    /never match: no set that matches is in zone "3"/,
  ],
  [{ fault: 'AllocationFailed', on: { ...on, instances: ['77'] } }, /there is no machine "77"/],
  [
    { fault: 'VMExtensionProvisioningError', on: { ...on, extension: 'dance' } },
    /there is no "dance"; the sets have script, health/,
  ],
  [{ fault: 'StuckOperation', with: { message: 'x' } }, /what is stuck does not fail/],
  [{ fault: 'HostLoss', on: { resource: '*/nobody' } }, /would strike nobody/],
  [{ fault: 'HostLoss', on: { ...on, faultDomain: 4 } }, /no set that matches has a domain 4/],
  [{ fault: 'HostLoss', for: '1m' }, /strikes at once/],
  [{ fault: 'HostLoss', times: 1 }, /strikes once/],
  [{ fault: 'ZoneOutage', on }, /\/on\/zone is missing/],
  [{ fault: 'ZoneOutage', on: { ...on, zone: '1', share: 0.5 } }, /all that is in it is lost/],
  [{ fault: 'QuotaExceeded', with: { after: '1m' } }, /a refusal comes at once/],
  [{ fault: 'Conflict', with: { limit: 1 } }, /only QuotaExceeded takes/],
  [{ on: { operation: 'VirtualMachines_Dance' }, answer: { status: 500 } }, /matches no operation/],
  [{ on: { zone: '1' }, answer: { status: 500 } }, /\/on\/zone means nothing to a rule on answers/],
  [{ answer: { status: 99 } }, /\/answer\/status must be >= 200/],
  [{ answer: { status: 500 }, stale: true }, /do not go together/],
  [{ answer: { status: 500 }, with: { message: 'x' } }, /belongs to a named fault/],
  [{ delay: 'long' }, /\/delay is not a length of time/],
  [{ cut: 'sometimes' }, /\/cut must be equal to one of the allowed values/],
  [{ id: 'a b', hang: true }, /\/id must match pattern/],
  [{ id: 'there', hang: true, on: { path: '/x' } }, /There is a rule "there" already/],
];

test('rules: what cannot be read or could never match is refused, and nothing changes', async () => {
  await using emulator = await createWorld();
  await ok(emulator, 'POST', '/_lazulite/faults', { id: 'there', on: { path: '/x' }, hang: true });
  const before = [await look(emulator), await ok(emulator, 'GET', '/_lazulite/faults')];
  const good = { fault: 'AllocationFailed', on };
  for (const [rule, message] of WRONG) {
    for (const body of [rule, [good, rule]]) {
      const answer = await emulator.request('POST', '/_lazulite/faults', body);
      const error = objectOf(objectOf(answer.json)['error']);
      assert.equal(answer.httpStatus, 400, JSON.stringify(body));
      assert.equal(error['code'], 'EMU_BAD_FAULT', JSON.stringify(body));
      assert.match(String(error['message']), message);
    }
  }
  const same = await emulator.request('POST', '/_lazulite/faults', [
    { id: 'one', ...good },
    { id: 'one', ...good },
  ]);
  assert.equal(same.httpStatus, 400);
  for (const method of ['GET', 'DELETE']) {
    assert.equal((await emulator.request(method, '/_lazulite/faults/nobody')).httpStatus, 404);
  }
  assert.deepEqual([await look(emulator), await ok(emulator, 'GET', '/_lazulite/faults')], before);
});

test('rules: the catalogue is served, each with a source', async () => {
  await using emulator = await startEmulator();
  const { faults } = await ok(emulator, 'GET', '/_lazulite/faultcatalogue');
  assert.deepEqual(
    listOf(faults).map(({ name }) => name),
    Object.keys(namedFaults),
  );
  assert.ok(listOf(faults).every(({ summary, source }) => summary !== '' && source !== ''));
});

test('rules: they and their counts survive a restart; sets know theirs', async () => {
  const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-faults-'));
  const store = `sqlite:${path.join(data, 'lazulite.db')}`;
  try {
    {
      await using emulator = await createWorld({ start: { store, data } });
      await ok(emulator, 'POST', '/_lazulite/faults', [
        { id: 'wire', on: { ...on, method: 'GET' }, answer: { status: 503 }, times: 3 },
        { id: 'stuck', fault: 'StuckOperation', on: { ...on, step: 'restart' } },
      ]);
      assert.equal((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus, 503);
      await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
    }
    await using emulator = await startEmulator({ store, data, lifecycle: 'fast' });
    const { faults } = await ok(emulator, 'GET', '/_lazulite/faults');
    assert.deepEqual(
      listOf(faults).map(({ id, hits, state }) => [id, hits, state]),
      [
        ['wire', 1, 'active'],
        ['stuck', 4, 'active'],
      ],
    );
    const seen: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      seen.push((await emulator.request('GET', `${SET}?${VERSION}`)).httpStatus);
    }
    assert.deepEqual(seen, [503, 503, 200]);
    await emulator.clock.advance('1h');
    assert.equal((await look(emulator)).model, 'Updating');
    await ok(emulator, 'DELETE', '/_lazulite/faults');
    await emulator.clock.runUntilIdle();
    assert.equal((await look(emulator)).model, 'Succeeded');
  } finally {
    rmSync(data, { recursive: true });
  }
});
