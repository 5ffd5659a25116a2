import { hashWords, type JsonValue } from '../../src/base/index.ts';

/** Draws by a seed and a number: each request can be made again alone. */
export class Draw {
  readonly #seed: number;
  readonly #index: number;
  #turn = 0;

  constructor(seed: number, index: number) {
    this.#seed = seed;
    this.#index = index;
  }

  below(limit: number): number {
    this.#turn += 1;
    return (hashWords(this.#seed, this.#index, this.#turn) >>> 0) % limit;
  }

  one<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
}

/** Pieces of text that have broken something somewhere. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  '.',
  '..',
  '*',
  '%',
  '_',
  "'",
  '"',
  '\\',
  '`',
  '--',
  ';',
  "' OR '1'='1",
  "'; DROP TABLE lazulite_rows; --",
  '%%%',
  '_%_',
  '%00',
  '%zz',
  '%',
  '%e2%28%a1',
  '%c0%af..%c0%af',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '../../../etc/passwd',
  '%0d%0aX-Injected:%20yes',
  '%F0%9F%92%A9',
  'ﷺ',
  'İstanbul',
  '\u202egnp.exe',
  '\ud83d\ude00',
  '\u0000',
  'a\u0000b',
  '\r\nX-Injected: yes',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  '0x10',
  '１２',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '<script>alert(1)</script>',
  'A'.repeat(65),
  'A'.repeat(300),
  'ä'.repeat(2_000),
];

/** Values for a place where something else belongs. */
export const VALUES: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e-7,
  -2_147_483_649,
  4_294_967_296,
  9_007_199_254_740_992,
  1e21,
  Number.MAX_VALUE,
  '',
  [],
  {},
  [[]],
  [null],
  [{}],
  [1, 'two', null],
  { value: 1 },
  { length: 5 },
  { toString: 1 },
  ...TEXTS,
];

export const BAD_VERSIONS: readonly string[] = [
  '',
  '2016',
  '2016-04-30',
  '2016-13-01',
  '2016-02-30',
  '0000-00-00',
  '9999-12-31',
  '99999-01-01',
  '2016-04-30-preview-preview',
  '2016-04-30-PREVIEW',
  '2024-07-01%00',
  '2024-07-01 ',
  '2024-07-01;x',
  'latest',
  '__proto__',
  "2024-07-01'",
];

/** As JSON text where the parser itself is tried. */
export function brokenJson(draw: Draw): Buffer {
  const text = draw.one<string | Buffer>([
    '{',
    '}',
    '[',
    '{"a":}',
    '{"a":1,}',
    "{'a':1}",
    '{"a":01}',
    '{"a":+1}',
    '{"a":1e999}',
    '{"a":NaN}',
    '{"location":"westeurope","location":"eastus"}',
    '\ufeff{"location":"westeurope"}',
    'null',
    'true',
    '17',
    '"text"',
    '[]',
    ' ',
    '\u0000',
    '{"a":"\u0000"}',
    '{"a":"\\ud800"}',
    '{"a":"\\u12"}',
    '{"\\u005f_proto__":{"polluted":true}}',
    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    '{"a":1}{"b":2}',
    '<xml/>',
    'a=b&c=d',
    '/* */{}',
    Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from([0xed, 0xa0, 0x80]),
    `{"a":"${'x'.repeat(100_000)}"}`,
    `[${'1,'.repeat(20_000)}1]`,
    '[',
    '{',
  ]);
  // Rarely, as it is long: a depth at which a recursive reader runs out of stack.
  if (draw.below(20) === 0) return Buffer.from(deep(draw));
  return typeof text === 'string' ? Buffer.from(text) : text;
}

function deep(draw: Draw): string {
  const depth = draw.one([600, 10_000, 100_000]);
  switch (draw.below(4)) {
    case 0:
      return '['.repeat(depth);
    case 1:
      return `${'['.repeat(depth)}${']'.repeat(depth)}`;
    case 2:
      return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    default:
      return `{"location":"westeurope","tags":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
  }
}
