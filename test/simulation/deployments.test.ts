import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { JsonObject } from '../../src/base/index.ts';
import { startPostgres } from '../support/postgres.ts';
import { linuxSet } from '../wire/compute/support/models.ts';
import {
  createWorld,
  deployment,
  deploymentPath,
  S,
  SETS,
  setResource,
  templateOf,
} from '../wire/deployments/support/world.ts';

const after = (name: string) => ({
  dependsOn: [`Microsoft.Compute/virtualMachineScaleSets/${name}`],
});
/** One that nothing makes up for: with machines to spare, none of these would fail. */
const frailSet = (name: string, more: JsonObject = {}, capacity = 2): JsonObject => {
  const { properties } = linuxSet({ capacity, properties: { overprovision: false } });
  return setResource(name, { properties: properties ?? {}, ...more }, capacity);
};
const UNRULY = 'test/simulation/unruly.json';

/** Deployments that overlap, fail, delete, hold others, and are looked at on the way. */
async function history(store: string, steps: readonly string[]): Promise<string[]> {
  await using world = await createWorld({ store, lifecycle: UNRULY, seed: 7 });
  const { send, clock } = world;
  const texts: string[] = [];
  const note = async (method: string, path: string, body?: unknown): Promise<void> => {
    const { httpStatus, text } = await send(method, path, body);
    texts.push(`${method} ${path} ${httpStatus} ${text}`);
  };
  const inner = templateOf([frailSet('e', {}, 3), frailSet('f', after('e'))]);
  const nested: JsonObject = {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2021-04-01',
    name: 'inner',
    ...after('a'),
    properties: { mode: 'Incremental', template: inner },
  };
  const first = templateOf([
    frailSet('a', {}, 4),
    frailSet('b', after('a'), 2),
    frailSet('c', after('b'), 9),
    nested,
  ]);
  await note('PUT', deploymentPath('d1'), deployment(first));
  await note('PUT', deploymentPath('d2'), deployment(templateOf([frailSet('x', {}, 5)])));
  await note('PUT', deploymentPath('d3', S), { location: 'westus', ...deployment(templateOf([])) });
  for (const step of steps) await clock({ advanceBy: step });
  for (const name of ['d1', 'd2', 'inner']) {
    await note('GET', deploymentPath(name));
    await note('GET', `${deploymentPath(name)}/operations`);
  }
  await note(
    'PUT',
    deploymentPath('d4'),
    deployment(templateOf([frailSet('a', {}, 1)]), { mode: 'Complete' }),
  );
  await clock({ runUntilIdle: true });
  await note('GET', deploymentPath('d4'));
  await note('GET', `${deploymentPath('d4')}/operations`);
  await note('GET', SETS);
  texts.push(JSON.stringify(await clock()));
  return texts;
}

test('simulation: deployments give the same bytes on every engine, in steps of any size', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-'));
  const postgres = await startPostgres();
  try {
    const expected = await history('memory', ['40m']);
    assert.ok(
      expected.some((text) => text.includes('"Failed"')),
      'something failed',
    );
    assert.ok(expected.some((text) => text.includes('"provisioningOperation":"Delete"')));
    assert.deepEqual(await history(`sqlite:${join(folder, 'l.db')}`, ['40m']), expected);
    assert.deepEqual(await history(await postgres.url(), ['40m']), expected);
    const small = await history(
      'memory',
      Array.from({ length: 2_400 }, () => '1s'),
    );
    // Orders to the clock are no requests to Azure, so that not even ids differ.
    assert.deepEqual(small, expected);
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true });
  }
});

test('simulation: of several processes on one database any goes on with a deployment', async () => {
  const postgres = await startPostgres();
  try {
    const store = await postgres.url();
    const path = deploymentPath('d1');
    const first = await createWorld({ store });
    await using second = await createWorld({ store });
    const accepted = await first.send(
      'PUT',
      path,
      deployment(templateOf([frailSet('a'), frailSet('b', after('a'))])),
    );
    assert.equal(accepted.httpStatus, 201, accepted.text);
    const looked = await second.send('GET', accepted.header('azure-asyncoperation') ?? '');
    assert.equal(looked.text, '{"status":"Accepted"}');
    // Both move their clocks, side by side: conflicts between them are harmless.
    await Promise.all([first.clock({ advanceBy: '2s' }), second.clock({ advanceBy: '2s' })]);
    await first.close();
    await second.clock({ runUntilIdle: true });
    const got = await second.send('GET', path);
    assert.equal(got.json.properties.provisioningState, 'Succeeded', got.text);
    const sets = await second.send('GET', SETS);
    assert.deepEqual(
      sets.json.value.map(({ name }: { name: string }) => name),
      ['a', 'b'],
    );
  } finally {
    await postgres.stop();
  }
});
