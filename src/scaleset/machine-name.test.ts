import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Names } from './names.ts';
import { machineName, machineTarget, numberOfMachine } from './machine-name.ts';

const flexible = {
  genesis: { name: 'Web', uniqueId: '8b4f71d7-c304-4b9d-b41c-f270b7e64c6e' },
  facts: { orchestrationMode: 'Flexible' },
  names: new Names(),
} as const;
const uniform = { ...flexible, facts: { orchestrationMode: 'Uniform' } } as const;

test('machine name: of a Flexible set it is the set and eight hexadecimal digits that lead back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (instanceId) => {
      const name = machineName(flexible, instanceId);
      assert.match(name, /^Web_[0-9a-f]{8}$/);
      assert.equal(numberOfMachine(flexible, name), instanceId);
      assert.equal(numberOfMachine(flexible, name.toUpperCase()), instanceId);
      assert.equal(machineTarget(flexible, instanceId), name);
    }),
  );
});

test('machine name: another set gives other digits to the same number', () => {
  const other = { ...flexible, genesis: { ...flexible.genesis, uniqueId: 'another' } };
  assert.notEqual(machineName(flexible, 0), machineName(other, 0));
});

test('machine name: of a Uniform set it is the set and the number', () => {
  assert.equal(machineName(uniform, 7), 'Web_7');
  assert.equal(machineTarget(uniform, 7), '7');
  assert.equal(numberOfMachine(uniform, 'Web_00000007'), undefined);
});

test('machine name: what is no name of the set has no number', () => {
  const name = machineName(flexible, 1);
  for (const text of [
    '',
    'Web_',
    'Web_0',
    'Web_g0000000',
    `${name}0`,
    `x${name}`,
    name.replace('Web', 'Wob'),
    name.replace('_', '-'),
  ]) {
    assert.equal(numberOfMachine(flexible, text), undefined, text);
  }
});

test('machine name: half of all digits stand for no number that an instance can have', () => {
  const numbers = Array.from({ length: 1_000 }, (_, at) =>
    numberOfMachine(flexible, `Web_${(at * 4_294_967).toString(16).padStart(8, '0')}`),
  );
  const none = numbers.filter((number) => number === undefined).length;
  assert.ok(none > 400 && none < 600, String(none));
});

test('machine name: one that was given takes the place of the one that is made up', () => {
  const names = new Names([[3, 'Mine']]);
  const set = { ...flexible, names };
  assert.equal(machineName(set, 3), 'Mine');
  assert.equal(numberOfMachine(set, 'MINE'), 3);
  assert.equal(numberOfMachine(set, machineName(flexible, 3)), undefined);
  assert.equal(numberOfMachine(set, machineName(flexible, 4)), 4);
  names.delete(3);
  assert.equal(numberOfMachine(set, 'mine'), undefined);
  assert.deepEqual(names.entries(), []);
});
