import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from './seal.ts';

const key = Buffer.alloc(32, 7);

test('seal: what was sealed comes back, and cannot be read without the key', () => {
  const sealer = createSealer(key);
  const value = { adminPassword: { value: 'S3cret-Passw0rd' } };
  const sealed = sealer.seal('a', value);
  assert.deepEqual(createSealer(key).open('a', sealed), value);
  assert.ok(!Buffer.from(sealed, 'base64').toString('latin1').includes('S3cret'));
  assert.throws(() => createSealer(Buffer.alloc(32, 8)).open('a', sealed));
});

test('seal: belongs to its subject and cannot be changed', () => {
  const sealer = createSealer(key);
  const sealed = sealer.seal('a', 'x');
  assert.throws(() => sealer.open('b', sealed));
  const bytes = Buffer.from(sealed, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  assert.throws(() => sealer.open('a', bytes.toString('base64')));
  assert.throws(() => sealer.open('a', 'AAAA'));
});

test('seal: the same gives the same, anything else another nonce', () => {
  const sealer = createSealer(key);
  assert.equal(sealer.seal('a', 'x'), sealer.seal('a', 'x'));
  const nonce = (text: string) => text.slice(0, 16);
  assert.notEqual(nonce(sealer.seal('a', 'x')), nonce(sealer.seal('a', 'y')));
  assert.notEqual(nonce(sealer.seal('a', 'x')), nonce(sealer.seal('b', 'x')));
});
