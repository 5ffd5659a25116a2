import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { compact, gatewayJson, providerJson } from './json.ts';

test('json: the front door writes without blanks, the provider indents with CRLF', () => {
  const value = { error: { code: 'A', items: [1, 'ü\r\n', null], none: undefined, e: {}, l: [] } };
  assert.equal(
    gatewayJson(value).toString(),
    '{"error":{"code":"A","items":[1,"ü\\r\\n",null],"e":{},"l":[]}}',
  );
  assert.equal(
    providerJson(value).toString(),
    '{\r\n  "error": {\r\n    "code": "A",\r\n    "items": [\r\n      1,\r\n      "ü\\r\\n",\r\n      null\r\n    ],\r\n    "e": {},\r\n    "l": []\r\n  }\r\n}',
  );
});

test('json: a marked value stays compact inside an indented document', () => {
  const networkProfile = compact({ nics: [{ name: 'a' }], none: undefined });
  assert.equal(
    providerJson({ networkProfile, last: true }).toString(),
    '{\r\n  "networkProfile": {"nics":[{"name":"a"}]},\r\n  "last": true\r\n}',
  );
  assert.equal(
    gatewayJson({ networkProfile }).toString(),
    '{"networkProfile":{"nics":[{"name":"a"}]}}',
  );
});

test('json: the indented form is that of JSON.stringify with CRLF, whatever the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const expected = JSON.stringify(value, null, 2).replaceAll('\n', '\r\n');
      assert.equal(providerJson(value).toString(), Buffer.from(expected).toString());
    }),
  );
});
