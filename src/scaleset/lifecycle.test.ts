import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { EmulatorError } from '../base/index.ts';
import { drawDuration, LIFECYCLE_NAMES, namedLifecycle, parseLifecycle } from './lifecycle.ts';

function refusalOf(document: unknown): string {
  try {
    parseLifecycle(document);
  } catch (error) {
    assert.ok(error instanceof EmulatorError);
    assert.equal(error.code, 'EMU_BAD_LIFECYCLE');
    return error.message;
  }
  return assert.fail('the document was accepted');
}

test('life cycle: every one that ships follows the schema', () => {
  for (const name of LIFECYCLE_NAMES) {
    const text = readFileSync(path.join(import.meta.dirname, 'lifecycles', `${name}.json`), 'utf8');
    const document: unknown = JSON.parse(text);
    assert.deepEqual(namedLifecycle(name), parseLifecycle(document));
    assert.equal(namedLifecycle(name)?.name, name);
  }
  assert.equal(namedLifecycle('toString'), undefined);
});

test('life cycle: a mistake is named by its place and reason', () => {
  assert.match(refusalOf({ steps: {} }), /must have required property 'name'/);
  assert.match(
    refusalOf({ name: 'x', steps: { boot: 'soon' } }),
    /\/steps\/boot is not a length of time/,
  );
  assert.match(refusalOf({ name: 'x', steps: { fly: '1s' } }), /additional properties \(fly\)/);
  assert.match(
    refusalOf({ name: 'x', steps: { boot: { p10: '3s', median: '2s', p90: '9s' } } }),
    /\/steps\/boot must grow/,
  );
  assert.match(
    refusalOf({ name: 'x', steps: {}, faults: [{ on: { step: 'boot' }, effect: 'fail' }] }),
    /\/faults\/0 must have required property 'failure'/,
  );
  assert.match(
    refusalOf({ name: 'x', steps: {}, faults: [{ on: { step: 'nap' }, effect: 'hang' }] }),
    /allocate, boot/,
  );
  assert.match(
    refusalOf({ name: 'x', steps: {}, health: { firstReport: 'soon' } }),
    /\/health\/firstReport is not a length of time/,
  );
  assert.match(
    refusalOf({ name: 'x', steps: {}, health: { faults: [{ state: 'tired' }] } }),
    /unhealthy, unknown/,
  );
  assert.match(
    refusalOf({ name: 'x', steps: {}, health: { faults: [{ on: {}, after: '1s' }] } }),
    /\/health\/faults\/0 must have required property 'state'/,
  );
  assert.match(refusalOf('azure'), /must be object/);
});

test('life cycle: draws lie in the distribution and grow with the draw', () => {
  const distribution = { min: 10, p10: 100, median: 500, p90: 900, max: 5_000 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (draw) => {
      const duration = drawDuration(distribution, draw);
      assert.ok(Number.isInteger(duration) && duration >= 10 && duration <= 5_000);
      assert.ok(duration <= drawDuration(distribution, Math.min(2 ** 32 - 1, draw + 1_000)));
    }),
  );
  assert.equal(drawDuration(distribution, 2 ** 31), 500);
  assert.equal(drawDuration(undefined, 7), 0);
});
