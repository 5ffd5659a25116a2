import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compareByteOrder, endOfPrefix } from './byte-order.ts';

/** Characters at the borders where UTF-16 order and UTF-8 order part. */
const border = fc.constantFrom(
  '',
  'a',
  '~',
  'é',
  '\u07ff',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '\u{10000}',
  '\u{10ffff}',
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(border).map((parts) => parts.join('')),
);

test('byte order: agrees with comparing the UTF-8 bytes', () => {
  fc.assert(
    fc.property(text, text, (left, right) => {
      assert.equal(
        Math.sign(compareByteOrder(left, right)),
        Buffer.compare(Buffer.from(left), Buffer.from(right)),
      );
    }),
  );
});

test('byte order: a pair of surrogates goes after U+FFFF', () => {
  assert.ok(compareByteOrder('\u{10000}', '\uffff') > 0);
  const [first] = ['\uffff', '\u{10000}'].sort();
  assert.equal(first, '\u{10000}', 'JavaScript alone has it the other way round');
});

test('byte order: the end of a prefix divides what starts with it from what is greater', () => {
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const end = endOfPrefix(prefix);
      const inside =
        compareByteOrder(other, prefix) >= 0 &&
        (end === undefined || compareByteOrder(other, end) < 0);
      assert.equal(inside, other.startsWith(prefix));
      const longer = prefix + other;
      assert.ok(end === undefined || compareByteOrder(longer, end) < 0);
    }),
  );
});

test('byte order: nothing is greater than every string that starts with the last character', () => {
  assert.equal(endOfPrefix(''), undefined);
  assert.equal(endOfPrefix('\u{10ffff}\u{10ffff}'), undefined);
  assert.equal(endOfPrefix('a\u{10ffff}'), 'b');
  assert.equal(endOfPrefix('\ud7ff'), '\ue000');
});
