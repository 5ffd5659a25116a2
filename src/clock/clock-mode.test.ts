import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatClockMode, parseClockMode } from './clock-mode.ts';

test('clock mode: every mode is read back from what it is written as', () => {
  for (const text of ['real', 'instant', 'manual', 'x60', 'x0.5', 'x1', 'x100000', 'x0.001']) {
    const mode = parseClockMode(text);
    assert.ok(mode, text);
    assert.equal(formatClockMode(mode), text);
  }
  assert.deepEqual(parseClockMode(' X60 '), { kind: 'scaled', rate: 60 });
});

test('clock mode: what is none is refused', () => {
  const refused = [
    '',
    'x',
    'x0',
    'x-1',
    '60',
    '60x',
    'xx60',
    'x1e3',
    'x100001',
    'x0.0001',
    'xNaN',
    'fast',
  ];
  for (const text of refused) assert.equal(parseClockMode(text), undefined, text);
});
