import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instanceModelKey, installationOrder, readModelFacts } from './model-facts.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order } from './testing/orderly.ts';

test('model: capacity and policies do not outdate instances, the rest does, in any order of keys', () => {
  const model = {
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 },
    properties: {
      upgradePolicy: { mode: 'Manual' },
      virtualMachineProfile: { osProfile: { a: '1', b: '2' } },
    },
  };
  const key = instanceModelKey(model);
  assert.equal(
    instanceModelKey({
      properties: {
        virtualMachineProfile: { osProfile: { b: '2', a: '1' } },
        upgradePolicy: { mode: 'Automatic' },
      },
      sku: { capacity: 9, tier: 'Standard', name: 'Standard_D2s_v5' },
      tags: { team: 'x' },
    }),
    key,
  );
  assert.notEqual(instanceModelKey({ ...model, plan: { name: 'p' } }), key);
  assert.notEqual(instanceModelKey({ ...model, sku: { name: 'Standard_D4s_v5' } }), key);
  assert.notEqual(instanceModelKey({ ...model, properties: {} }), key);
});

test('model: extensions come after those they wait for, an unknown one is not waited for', () => {
  const { extensions } = readModelFacts(modelOf(1, ['a', 'b', 'c']));
  const names = (list: typeof extensions): string[] =>
    installationOrder(list).map(({ name }) => name);
  assert.deepEqual(names(extensions.toReversed()), ['a', 'b', 'c']);
  const [first, second, third] = extensions;
  assert.ok(first && second && third);
  const unknown = { ...first, provisionAfterExtensions: ['nobody'] };
  assert.deepEqual(names([unknown, third, second]), ['a', 'b', 'c']);
  const lonely = { ...second, name: 'd', provisionAfterExtensions: [] };
  assert.deepEqual(names([unknown, lonely]), ['a', 'd']);
  const circle = { ...first, provisionAfterExtensions: ['c'] };
  assert.deepEqual(names([second, circle, third]).toSorted(), ['a', 'b', 'c']);
});

test('model: versions that no instance has are not kept', () => {
  const empty = born({ capacity: 0 });
  const fleet = born({ capacity: 2 });
  for (let version = 1; version < 20; version += 1) {
    for (const set of [empty, fleet]) {
      const model = modelOf(set.activeCount, [`extension${version}`], { version });
      order(set, { kind: 'put', model: { ...set.model, ...model } });
      later(set, 10);
      assert.equal(set.profiles.size, 1);
      assert.equal(set.extensions.length <= 2, true);
    }
  }
});
