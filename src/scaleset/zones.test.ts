import assert from 'node:assert/strict';
import { test } from 'node:test';
import { born, later, order, scaledTo } from './testing/orderly.ts';
import { decodeSnapshot, encodeSnapshot, listInstances, type ScaleSet } from './index.ts';

function zones(set: ScaleSet): string {
  const { instances } = listInstances(set, { after: -1, limit: 100 });
  return instances.map(({ instanceId, zone }) => `${instanceId}:${zone ?? '-'}`).join(' ');
}

function scaled(set: ScaleSet, capacity: number, besides: object = {}): void {
  order(set, { kind: 'patch', model: { ...scaledTo(set, capacity), ...besides } });
  later(set, 60);
}

test('zones: new machines go where there are the fewest', () => {
  const set = born({ capacity: 5, zones: ['1', '2', '3'] });
  later(set, 60);
  assert.equal(zones(set), '0:1 1:2 2:3 3:1 4:2');
  order(set, { kind: 'deleteInstances', instances: [1, 2], scope: 'set' });
  later(set, 60);
  scaled(set, 6);
  assert.equal(zones(set), '0:1 3:1 4:2 5:3 6:2 7:3');
});

test('zones: a machine stays where it is, also when the set gets a zone more', () => {
  const set = born({ capacity: 4, zones: ['2', '1'] });
  later(set, 60);
  assert.equal(zones(set), '0:2 1:1 2:2 3:1');
  scaled(set, 6, { zones: ['1', '2', '3'] });
  assert.equal(zones(set), '0:2 1:1 2:2 3:1 4:3 5:3');
  const again = decodeSnapshot(encodeSnapshot(set));
  assert.equal(zones(again), zones(set));
});

test('zones: a zone can be named for what is added', () => {
  const set = born({ capacity: 3, zones: ['1', '2', '3'] });
  later(set, 60);
  order(set, { kind: 'patch', model: scaledTo(set, 5), zone: '2' });
  later(set, 60);
  assert.equal(zones(set), '0:1 1:2 2:3 3:2 4:2');
});

test('zones: a regional set has none, and its machines go round five fault domains', () => {
  const set = born({ capacity: 7 });
  later(set, 60);
  const { instances } = listInstances(set, { after: -1, limit: 100 });
  assert.deepEqual(
    instances.map(({ zone, faultDomain }) => [zone, faultDomain]),
    [0, 1, 2, 3, 4, 0, 1].map((domain) => [null, domain]),
  );
});
