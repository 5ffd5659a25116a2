import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareApiVersions, isWellFormedApiVersion, servedVersion } from './api-version.ts';
import { BoundedMemo } from './bounded-memo.ts';
import { isWellFormedLocation, normalizeLocation } from './location.ts';
import {
  decodeSkipToken,
  encodeSkipToken,
  nextLink,
  readAfterKey,
  readAfterNumber,
  readTop,
} from './paging.ts';
import { jsonErrorPosition } from './json-error-position.ts';
import { JSON_DEPTH_MAX, parseJsonBody } from './request-json.ts';
import { parseTarget } from './request-target.ts';
import { readTags } from './tags.ts';

test('api-version: dates with the known suffixes are well-formed, all else is not', () => {
  for (const good of [
    '2016-04-30',
    '2016-04-30-preview',
    '2016-04-30-PRIVATEPREVIEW',
    '2016-04-30-rc',
  ]) {
    assert.ok(isWellFormedApiVersion(good), good);
  }
  for (const bad of [
    '',
    '2016',
    '2016-4-30',
    '2016-00-30',
    '2016-04-32',
    '2016-04-30-',
    '2016-04-30-x',
    ' 2016-04-30',
    '2016-04-30\n',
  ]) {
    assert.ok(!isWellFormedApiVersion(bad), bad);
  }
});

test('api-version: known ones serve themselves, newer ones are served by the newest', () => {
  const type = { apiVersions: ['2016-04-30-preview', '2016-08-30'] };
  assert.deepEqual(servedVersion(type, '2016-04-30-PREVIEW'), {
    version: '2016-04-30-preview',
    newer: false,
  });
  assert.deepEqual(servedVersion(type, '2017-01-01-alpha'), { version: '2016-08-30', newer: true });
  for (const refused of ['2016-04-30', '2016-08-29', '2016-08-30-preview', '2015-01-01', 'zzzz']) {
    assert.equal(servedVersion(type, refused), undefined, refused);
  }
  assert.equal(servedVersion({ apiVersions: [] }, '2016-04-30'), undefined);
  assert.ok(compareApiVersions('2016-04-30-preview', '2016-04-30') < 0);
  assert.ok(compareApiVersions('2016-05-01-preview', '2016-04-30') > 0);
});

test('paging: the next link keeps path and query and leads on from the token', () => {
  const request = {
    origin: 'https://localhost:8677',
    path: '/subscriptions/s/resources',
    query: { $filter: "name eq 'a b'", $skiptoken: 'old' },
    apiVersion: '2021-04-01',
  };
  const link = new URL(nextLink(request, { after: 'ä/1' }));
  assert.equal(link.host, 'localhost:8677');
  const { query } = parseTarget(`${link.pathname}${link.search}`);
  assert.equal(query['$filter'], "name eq 'a b'");
  assert.equal(query['api-version'], '2021-04-01');
  assert.equal(readAfterKey({ query }), 'ä/1');
});

test('paging: a token of another list is refused, and does not begin from the start', () => {
  const query = (after: string | number) => ({ query: { $skiptoken: encodeSkipToken({ after }) } });
  assert.equal(readAfterNumber(query(119)), 119);
  for (const odd of ['119', -1, 0.5, 1e300]) {
    assert.throws(() => readAfterNumber(query(odd)), { code: 'InvalidSkipToken' }, String(odd));
  }
  assert.throws(() => readAfterKey(query(119)), { code: 'InvalidSkipToken' });
});

test('paging: a token that is not ours is refused', () => {
  const bad = [
    '!',
    'abc=',
    'e',
    encodeSkipToken({}) + 'A',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('{"a":{}}').toString('base64url'),
    'A'.repeat(5_000),
  ];
  const refused = { httpStatus: 400, code: 'InvalidSkipToken' };
  for (const $skiptoken of bad) {
    assert.throws(() => readAfterKey({ query: { $skiptoken } }), refused, $skiptoken);
    assert.throws(() => readAfterNumber({ query: { $skiptoken } }), refused, $skiptoken);
  }
  assert.equal(readAfterKey({ query: {} }), undefined);
  assert.equal(readAfterNumber({ query: {} }), undefined);
  assert.equal(decodeSkipToken('%'), undefined);
});

test('paging: $top is a positive number, bounded', () => {
  assert.equal(readTop({ query: {} }, 10), undefined);
  assert.equal(readTop({ query: { $top: '3' } }, 10), 3);
  assert.equal(readTop({ query: { $top: '99999' } }, 10), 10);
  for (const $top of ['0', '-1', '1.5', 'x', '1e3', '99999999999999999999']) {
    assert.throws(
      () => readTop({ query: { $top } }, 10),
      { code: 'InvalidTopInQueryString' },
      $top,
    );
  }
});

test('body: JSON is read as UTF-8, with or without a mark; nothing is nothing', () => {
  assert.deepEqual(parseJsonBody(Buffer.from('\uFEFF{"a":[1]}')), { a: [1] });
  assert.equal(parseJsonBody(Buffer.from(' \n')), undefined);
  assert.equal(parseJsonBody(new Uint8Array()), undefined);
});

test('body: what is not JSON is refused with its place, what is too deep as well', () => {
  const refusal = (body: string | Uint8Array): string => {
    let message = '';
    assert.throws(
      () => parseJsonBody(Buffer.from(body)),
      (error: Error & { code?: string; httpStatus?: number }) => {
        message = error.message;
        return error.code === 'InvalidRequestContent' && error.httpStatus === 400;
      },
    );
    return message;
  };
  assert.equal(
    refusal('{\n "a": x}'),
    "The request content was invalid and could not be deserialized: 'Unexpected character encountered while parsing value: x. Path '', line 2, position 6.'.",
  );
  assert.match(refusal('{"a":'), /Unexpected end when reading JSON/);
  assert.match(refusal(Uint8Array.of(0x22, 0xff, 0x22)), /not valid UTF-8/);
  const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  assert.match(refusal(deep(JSON_DEPTH_MAX + 1)), /MaxDepth of 128 has been exceeded/);
  assert.match(refusal(deep(500_000)), /MaxDepth/);
  assert.ok(Array.isArray(parseJsonBody(Buffer.from(deep(JSON_DEPTH_MAX)))));
  assert.deepEqual(parseJsonBody(Buffer.from(`{"a":"\\"${'['.repeat(500)}"}`)), {
    a: `"${'['.repeat(500)}`,
  });
});

test('body: the place of an error is where the text stops being JSON', () => {
  const places: [string, number][] = [
    ['{"a":1,}', 7],
    ['[1,]', 3],
    ['[1 2]', 3],
    ['{"a" 1}', 5],
    ["{'a':1}", 1],
    ['{template: 1}', 1],
    ['nul', 0],
    ['"a\\x"', 0],
    ['01', 0],
    ['{} x', 3],
    ['{"a":[{}', 8],
    ['', 0],
  ];
  for (const [text, position] of places) {
    assert.throws(() => JSON.parse(text), SyntaxError);
    assert.equal(jsonErrorPosition(text), position, text);
  }
});

test('target: the query is read by lower-cased names, without surprises of Object', () => {
  const { path, segments, query } = parseTarget(
    'http://h:1/a//b/?X=1&x=2&__proto__=3&y+z=a+b&=&&q',
  );
  assert.equal(path, '/a//b/');
  assert.deepEqual(segments, ['a', 'b']);
  assert.deepEqual(Object.entries(query), [
    ['x', '1,2'],
    ['__proto__', '3'],
    ['y z', 'a b'],
    ['', ''],
    ['q', ''],
  ]);
  assert.equal(query['constructor'], undefined);
  assert.deepEqual(parseTarget('*').segments, []);
});

test('location: is normalized, and refused by its characters only', () => {
  assert.equal(normalizeLocation(' West Europe '), 'westeurope');
  for (const good of ['West Europe', 'eastus2', '(US) East US'])
    assert.ok(isWellFormedLocation(good));
  for (const bad of ['', ' ', 'a;b', 'a/b', 'a-b']) assert.ok(!isWellFormedLocation(bad), bad);
});

test('tags: are texts within limits', () => {
  assert.equal(readTags(null), undefined);
  assert.deepEqual(readTags({ a: 1, b: true, c: null, d: 'x' }), {
    a: '1',
    b: 'true',
    c: '',
    d: 'x',
  });
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, '']));
  const refused: [Parameters<typeof readTags>[0], string][] = [
    [[], 'InvalidRequestContent'],
    ['x', 'InvalidRequestContent'],
    [{ a: {} }, 'InvalidRequestContent'],
    [{ a: [] }, 'InvalidRequestContent'],
    [many, 'TooManyTags'],
    [{ 'a/b': '' }, 'InvalidTagNameCharacters'],
    [{ ' ': '' }, 'InvalidTagNameCharacters'],
    [{ ['a'.repeat(513)]: '' }, 'InvalidTagName'],
    [{ a: 'x'.repeat(257) }, 'InvalidTagValue'],
    [{ a: '1', A: '2' }, 'DuplicateTag'],
  ];
  for (const [value, code] of refused)
    assert.throws(() => readTags(value), { code, httpStatus: 400 });
});

test('memo: keeps what is used and never more than its bound', () => {
  const memo = new BoundedMemo<number>(10);
  for (let index = 0; index < 1_000; index += 1) {
    memo.set(`k${index}`, index);
    assert.ok(memo.size <= 10);
    if (index > 3) assert.equal(memo.get('k3'), 3);
  }
  assert.equal(memo.get('k0'), undefined);
});
