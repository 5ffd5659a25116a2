import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, listOf, objectOf, ok, SET, VERSION } from '../faults/support/surfaces.ts';

test('fleet: power, health and what is under way, of every set', async () => {
  await using emulator = await createWorld({ capacity: 5 });
  await emulator.createScaleSet({ name: 'other', capacity: 2 });
  await ok(emulator, 'POST', `${SET}/deallocate?${VERSION}`, { instanceIds: ['0', '1'] });
  const { scaleSets } = await ok(emulator, 'GET', '/_lazulite/fleet?resource=*/web');
  const [web, ...more] = listOf(scaleSets);
  assert.deepEqual(more, []);
  assert.deepEqual([web?.['machines'], web?.['capacity'], web?.['openOperations']], [5, 5, 1]);
  assert.equal(objectOf(web?.['powerStates'])['deallocating'], 2);
  assert.equal(objectOf(web?.['health'])['healthy'], 5);
  assert.deepEqual(objectOf(web?.['extensions'])['script'], { succeeded: 5 });
  assert.match(String(web?.['nextDue']), /^2026-/);
  await emulator.clock.runUntilIdle();
  const page = await ok(emulator, 'GET', '/_lazulite/fleet?limit=1');
  const rest = await ok(emulator, 'GET', `/_lazulite/fleet?after=${String(page['next'])}`);
  const names = [...listOf(page['scaleSets']), ...listOf(rest['scaleSets'])].map(({ resourceId }) =>
    String(resourceId).split('/').at(-1),
  );
  assert.deepEqual(
    names.toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    ['other', 'web'],
  );
  assert.equal(rest['next'], null);
  for (const query of ['?color=red', '?limit=0']) {
    assert.equal((await emulator.request('GET', `/_lazulite/fleet${query}`)).httpStatus, 400);
  }
});

test('clock: from what is due to what is due, and frozen', async () => {
  await using emulator = await createWorld();
  const order = (body: object) => emulator.request('POST', '/_lazulite/clock', body);
  const idle = objectOf((await order({ nextDue: true })).json);
  assert.equal(idle['nextDue'], null);
  await ok(emulator, 'POST', `${SET}/restart?${VERSION}`);
  const { nextDue } = await emulator.clock.read();
  const { json } = await order({ nextDue: true });
  assert.equal(objectOf(json)['now'], nextDue);
  await emulator.clock.setMode('x60');
  const frozen = objectOf((await order({ freeze: true })).json);
  assert.equal(frozen['mode'], 'manual');
  assert.equal((await emulator.clock.read()).now, frozen['now']);
  assert.equal((await order({ freeze: false })).httpStatus, 400);
});
