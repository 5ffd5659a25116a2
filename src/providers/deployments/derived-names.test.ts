import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../base/index.ts';
import { murmurName, statusIdOf } from './derived-names.ts';

// Source: azure-cli, recording of test_group_deployment_lite.yaml: the answer of 2020-07-23T00:24:33Z
// names 08586061430124438587.
test('status ids: count down from the largest number in .NET’s ticks', () => {
  const recorded = parseInstant('2020-07-23T00:24:33.0337220Z') ?? 0;
  assert.equal(statusIdOf(recorded, 0).slice(0, 17), '08586061430124438');
  assert.match(statusIdOf(recorded, 3), /^\d{20}$/);
});

test('status ids: newer ones are smaller, also those of one instant', () => {
  assert.ok(statusIdOf(1_000, 1) > statusIdOf(1_001, 1));
  assert.ok(statusIdOf(1_000, 1) > statusIdOf(1_000, 2));
});

test('operation ids: sixteen digits, the same for the same text', () => {
  assert.match(murmurName('a'), /^[0-9A-F]{16}$/);
  assert.equal(murmurName('a'), murmurName('a'));
  assert.notEqual(murmurName('a'), murmurName('b'));
});
