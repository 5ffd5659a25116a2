import assert from 'node:assert/strict';
import { test } from 'node:test';
import { masked, secretsOf } from './secret-texts.ts';

const PARAMETERS = {
  Password: { value: 'correct horse' },
  pin: { value: 'a1' },
  keys: { value: { first: 'correct horse battery', list: ['staple', ''] } },
  size: { value: 'large!' },
};
const SHOWN = {
  password: { type: 'SecureString' },
  pin: { type: 'SecureString' },
  keys: { type: 'SecureObject' },
  size: { type: 'String', value: 'large!' },
};

test('secrets: are all texts of parameters that are not shown, the longest first', () => {
  const secrets = secretsOf(PARAMETERS, SHOWN);
  assert.deepEqual([...secrets].sort(), ['a1', 'correct horse', 'correct horse battery', 'staple']);
  assert.equal(secrets[0], 'correct horse battery');
});

test('secrets: are masked wherever they stand, short ones only where they stand alone', () => {
  const secrets = secretsOf(PARAMETERS, SHOWN);
  const value = {
    a: ['is correct horse battery.', 'a1', 'data1'],
    b: { c: 'large!', d: 7, e: null },
  };
  assert.deepEqual(masked(value, secrets), {
    a: ['is *******.', '*******', 'data1'],
    b: { c: 'large!', d: 7, e: null },
  });
});
