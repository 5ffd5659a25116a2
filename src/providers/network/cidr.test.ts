import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aligned,
  contains,
  formatAddress,
  formatCidr,
  overlaps,
  parseAddress,
  parseCidr,
} from './cidr.ts';

const block = (text: string) => parseCidr(text) ?? assert.fail(text);

test('cidr: reads both families and nothing else', () => {
  assert.deepEqual(block('10.0.0.0/16'), {
    family: 'IPv4',
    start: 0x0a000000n,
    size: 65_536n,
    length: 16,
  });
  assert.equal(block('2001:db8::/64').size, 1n << 64n);
  for (const text of [
    '10.0.0.0',
    '10.0.0/8',
    '10.0.0.256/8',
    '10.0.0.0/33',
    '1::2::3/64',
    '::/129',
    'a/8',
    '10.0.0.0/8/8',
    '1:2:3/64',
  ]) {
    assert.equal(parseCidr(text), undefined, text);
  }
});

test('cidr: knows what lies in what', () => {
  assert.ok(contains(block('10.0.0.0/16'), block('10.0.255.0/24')));
  assert.ok(!contains(block('10.0.0.0/16'), block('10.1.0.0/24')));
  assert.ok(!contains(block('::/0'), block('10.1.0.0/24')));
  assert.ok(overlaps(block('10.0.0.0/24'), block('10.0.0.128/25')));
  assert.ok(!overlaps(block('10.0.0.0/25'), block('10.0.0.128/25')));
  assert.equal(formatCidr(aligned(block('10.0.3.5/24'))), '10.0.3.0/24');
});

test('cidr: writes addresses as people do', () => {
  for (const text of [
    '10.0.0.4',
    '255.255.255.255',
    '2001:db8::1',
    '::1',
    'fe80::',
    '::',
    '1:2:3:4:5:6:7:8',
    '1:0:0:2::3',
  ]) {
    const parsed = parseAddress(text) ?? assert.fail(text);
    assert.equal(formatAddress(parsed.family, parsed.value), text);
  }
});
