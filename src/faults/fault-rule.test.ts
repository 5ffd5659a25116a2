import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FaultRule, type FaultSubject, matchFaultRule } from './index.ts';

function rule(on: Omit<FaultSubject, 'step'>): FaultRule {
  return { on: { step: 'boot', ...on }, effect: 'hang', after: null, failure: noFailure };
}

const noFailure = { code: null, message: '' };

test('fault rule: all parts of it must match, and the first rule that does counts', () => {
  const rules = [rule({ extension: 'one', fromInstance: 3, belowInstance: 5 }), rule({})];
  const match = (extension: string | null, instanceId: number): number =>
    matchFaultRule(rules, { extension, instanceId, draw: 0 });
  assert.deepEqual(
    [2, 3, 4, 5].map((instanceId) => match('one', instanceId)),
    [1, 0, 0, 1],
  );
  assert.equal(match('two', 3), 1);
  assert.equal(match(null, 3), 1);
  assert.equal(matchFaultRule([], { extension: null, instanceId: 0, draw: 0 }), -1);
});

test('fault rule: shares of several rules do not overlap, and none and all are just that', () => {
  const hits = [0, 0, 0];
  const rules = [rule({ probability: 0.5 }), rule({ probability: 0.5 })];
  for (let turn = 0; turn < 4_000; turn += 1) {
    const draw = (turn * 0x9e37_79b9) >>> 0;
    const at = matchFaultRule(rules, { extension: null, instanceId: 0, draw });
    hits[at + 1] = (hits[at + 1] ?? 0) + 1;
    const candidate = { extension: null, instanceId: 0, draw };
    assert.equal(matchFaultRule([rule({ probability: 0 })], candidate), -1);
    assert.equal(matchFaultRule([rule({ probability: 1 })], candidate), 0);
  }
  const [none = 0, first = 0, second = 0] = hits;
  assert.ok(Math.abs(first - 2_000) < 200, `${first} by the first`);
  assert.ok(Math.abs(second - 1_000) < 150, `${second} by the second`);
  assert.ok(Math.abs(none - 1_000) < 150, `${none} by none`);
});
