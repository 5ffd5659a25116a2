import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  foldCase,
  formatCompactUtc,
  formatDuration,
  formatHttpDate,
  formatInstant,
  formatInstantSeconds,
  guidFrom,
  guidFromText,
  hashText,
  hashWords,
  invariant,
  InvariantError,
  isGuid,
  parseDuration,
  parseInstant,
  sameName,
} from './index.ts';

test('instants: are written as Azure writes them', () => {
  const recorded = '2017-01-31T04:49:51.558953+00:00';
  const instant = parseInstant(recorded) ?? 0;
  assert.equal(formatInstant(instant), recorded);
  // Trailing zeros of the fraction go, and the point with the last of them (instance-view.md, fact 9).
  assert.equal(formatInstant(instant - 3), '2017-01-31T04:49:51.55895+00:00');
  assert.equal(formatInstant(-1), '1969-12-31T23:59:59.999999+00:00');
  assert.equal(formatInstant(instant - 558_953), '2017-01-31T04:49:51+00:00');
  assert.equal(formatInstantSeconds(instant), '2017-01-31T04:49:51+00:00');
  assert.equal(formatHttpDate(instant), 'Tue, 31 Jan 2017 04:49:51 GMT');
  assert.equal(formatCompactUtc(instant), '20170131T044951Z');
});

test('instants: what is written is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000_000 }), (instant) => {
      assert.equal(parseInstant(formatInstant(instant)), instant);
    }),
  );
  assert.equal(parseInstant('2017-01-31T05:49:51.5Z'), 1_485_841_791_500_000);
  assert.equal(parseInstant('2017-01-31T06:49:51.5+01:00'), 1_485_841_791_500_000);
  for (const text of ['', 'yesterday', '2017-01-31', '2017-13-31T00:00:00Z']) {
    assert.equal(parseInstant(text), undefined, text);
  }
});

test('durations: people and Azure write them differently', () => {
  const read = (text: string): number | undefined => parseDuration(text);
  assert.equal(read('90s'), 90e6);
  assert.equal(read('1h30m'), 5_400e6);
  assert.equal(read('250ms'), 250e3);
  assert.equal(read('2'), 2e6);
  assert.equal(read('PT3M'), 180e6);
  assert.equal(read('P1DT2H'), 93_600e6);
  for (const text of ['', 'soon', '3 parsecs', 'P', 'PT', '-5s', '1h-']) {
    assert.equal(read(text), undefined, text);
  }
  assert.deepEqual([250e3, 12.5e6, 5_400e6, 90_061e6].map(formatDuration), [
    '250ms',
    '12.5s',
    '1h 30m',
    '1d 1h 1m 1s',
  ]);
});

test('guids: have the form of version 4 and belong to what they are made of', () => {
  const made = new Set<string>();
  for (let seed = 0; seed < 100; seed += 1) {
    for (let position = 0; position < 1_000; position += 1) made.add(guidFrom(seed, position));
  }
  assert.equal(made.size, 100_000);
  for (const guid of [...made].slice(0, 50)) {
    assert.ok(isGuid(guid));
    assert.match(guid, /^.{14}4.{4}[89ab]/);
  }
  assert.equal(guidFromText('a'), guidFromText('a'));
  assert.notEqual(guidFromText('a'), guidFromText('b'));
  assert.equal(isGuid('not-a-guid'), false);
});

test('hashes: are unsigned and tell order and length apart', () => {
  assert.notEqual(hashWords(1, 2), hashWords(2, 1));
  assert.notEqual(hashWords(0), hashWords(0, 0));
  assert.notEqual(hashText('ab'), hashText('ba'));
  assert.ok(hashText('x') >= 0 && hashText('x') < 2 ** 32);
});

test('names: are the same in any case', () => {
  assert.equal(foldCase('Microsoft.Compute'), 'microsoft.compute');
  assert.ok(sameName('WEB', 'web'));
  assert.ok(!sameName('web', 'web2'));
});

test('invariants: throw an error of their own kind', () => {
  assert.throws(() => invariant(false, 'told'), new InvariantError('told'));
  invariant(true, 'not told');
});
