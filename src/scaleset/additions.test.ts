import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, findInstance, findInstanceId, findOperation, listInstances } from './index.ts';
import type { Command } from './index.ts';
import { modelOf } from './testing/models.ts';
import { born, later, order, scaledTo } from './testing/orderly.ts';

const flexible = { orchestrationMode: 'Flexible' };
const addition = (name: string) => ({
  kind: 'addInstance',
  name,
  model: modelOf(1, [], flexible),
  own: { computerName: name },
});

test('addition: a machine of its own making is placed, counted and found by its name', () => {
  const set = born({ capacity: 1, ...flexible });
  later(set, 10);
  const command = order(set, addition('Mine'));
  const instanceId = findInstanceId(set, 'mine');
  assert.equal(instanceId, 1);
  assert.equal(findInstance(set, 1)?.state, 'creating');
  assert.equal(set.facts.capacity, 2);
  assert.deepEqual(set.model['sku'], { ...(modelOf(2)['sku'] as object) });
  later(set, 10);
  const instance = findInstance(set, 1);
  assert.equal(instance?.state, 'succeeded');
  assert.equal(instance.name, 'Mine');
  assert.deepEqual(instance.own, { computerName: 'Mine' });
  assert.equal(findOperation(set, command.operationId)?.state, 'succeeded');
});

test('addition: an upgrade of the set leaves a machine with its own model alone', () => {
  const set = born({ capacity: 1, ...flexible });
  later(set, 10);
  order(set, addition('Mine'));
  later(set, 10);
  const model = modelOf(2, ['one'], { ...flexible, mode: 'Automatic' });
  order(set, { kind: 'put', model });
  later(set, 20);
  const [first, mine] = listInstances(set, { after: -1, limit: 10 }).instances;
  assert.deepEqual(
    first?.extensions.map(({ state }) => state),
    ['succeeded'],
  );
  assert.deepEqual(mine?.extensions, []);
  assert.equal(mine.latestModelApplied, false);
});

test('addition: a name is taken once, and free again when its machine is gone', () => {
  const set = born({ capacity: 1, ...flexible });
  later(set, 10);
  order(set, addition('Mine'));
  const again = (name: string): Command =>
    ({ at: set.now, operationId: 'x', ...addition(name) }) as Command;
  assert.deepEqual(check(set, again('MINE')), { reason: 'NameTaken' });
  order(set, { kind: 'deleteInstances', instances: [1], scope: 'instance' });
  later(set, 10);
  assert.equal(findInstanceId(set, 'mine'), undefined);
  order(set, addition('mine'));
  assert.equal(findInstanceId(set, 'Mine'), 2);
});

test('addition: no name that another machine has or may get, and not into a Uniform set', () => {
  const set = born({ capacity: 2, ...flexible });
  const names = listInstances(set, { after: -1, limit: 10 }).instances.map(({ name }) => name);
  order(set, { kind: 'put', model: scaledTo(set, 1) });
  later(set, 10);
  for (const name of names) {
    const command = { at: set.now, operationId: 'x', ...addition(name) } as Command;
    assert.deepEqual(check(set, command), { reason: 'NameTaken' }, name);
  }
  const uniform = born({ capacity: 1 });
  const command = { at: uniform.now, operationId: 'x', ...addition('Mine') } as Command;
  assert.deepEqual(check(uniform, command), { reason: 'NotFlexible' });
});
