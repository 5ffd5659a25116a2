import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LenientJsonError, locateInJson, parseLenientJson } from './lenient-json.ts';

// Source: azure-cli, recordings of test_group_deployment_lite.yaml and test_group_deployment_no_wait.yaml.
test('lenient JSON: reads what az deployment sends', () => {
  const body =
    '{"properties": {"parameters": {}, "mode": "Incremental", template:{\n  "$schema": "x",\r\n' +
    '  "outputs": {\r\n /** comment1\r\n comment2 **/ // comment\r\n "type": "object", /** c **/\r\n' +
    '  "value": "[reference(parameters(\'name\'))]" // comment\r\n }\r\n}\r\n}}';
  assert.deepEqual(parseLenientJson(body), {
    properties: {
      parameters: {},
      mode: 'Incremental',
      template: {
        $schema: 'x',
        outputs: { type: 'object', value: "[reference(parameters('name'))]" },
      },
    },
  });
});

test('lenient JSON: texts may go over lines and stand in single quotes; commas may be too many', () => {
  assert.deepEqual(
    parseLenientJson(`{a: 'x "y" \\'z\\'', "b": "[concat(\n  'q',\n)]", c: [1, 2,],}`),
    {
      a: `x "y" 'z'`,
      b: "[concat(\n  'q',\n)]",
      c: [1, 2],
    },
  );
  assert.deepEqual(parseLenientJson('\uFEFF[-1.5e3, true, false, null, "\\u00e4\\n\\/"]'), [
    -1500,
    true,
    false,
    null,
    'ä\n/',
  ]);
});

test('lenient JSON: reads strict JSON exactly as JSON.parse does', () => {
  const value = { a: [0, -1, 1.5, 1e-7, 'ü\u2028"\\'], b: { c: null, '': [{}] }, d: '\t\r\n' };
  for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
    assert.deepEqual(parseLenientJson(text), JSON.parse(text));
  }
});

test('lenient JSON: a name like those of Object is a name', () => {
  const value = parseLenientJson('{"__proto__": {"x": 1}, "constructor": 2}') as object;
  assert.deepEqual(Object.keys(value), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  assert.equal('x' in value, false);
});

for (const [what, text, expected] of [
  ['nothing', '', /^Unexpected end when reading JSON\. Path '', line 1, position 0\.$/],
  ['an end too early', '{"a": [1', /^Unexpected end when reading JSON\. Path 'a', line 1/],
  ['an open text', '"abc', /^Unterminated string\. Expected delimiter: "\./],
  ['an open comment', '/* x', /^Unexpected end while parsing comment/],
  ['a bad escape', '"\\q"', /^Bad JSON escape sequence: \\q\./],
  ['a bad code point', '"\\u12g4"', /^Invalid Unicode escape sequence/],
  ['a bare word as value', '{"a": abc}', /value: a\. Path 'a', line 1, position 6\.$/],
  ['a missing comma', '[1 2]', /value: 2\. Path '', line 1, position 3\.$/],
  ['a missing colon', '{"a" 1}', /value: 1\./],
  ['two commas', '[1,,2]', /value: ,\. Path '\[1\]'/],
  ['text after the end', '{} x', /^Additional text encountered/],
  ['a number that begins with zero', '[01]', /value: 1\./],
  ['no value but a comma', '[,]', /value: ,\./],
  ['what is nested too deeply', '['.repeat(1_000), /^The reader's MaxDepth of 128/],
] as const) {
  test(`lenient JSON: refuses ${what}`, () => {
    assert.throws(
      () => parseLenientJson(text),
      (error) => error instanceof LenientJsonError && expected.test(error.message),
    );
  });
}

test('lenient JSON: finds where a value stands', () => {
  const text = '{\n  a: [ // one\n    1,\n    {b: "x"}\n  ]\n}';
  assert.deepEqual(locateInJson(text, ['a', 1, 'b']), { line: 4, column: 9 });
  assert.deepEqual(locateInJson(text, []), { line: 1, column: 1 });
  assert.equal(locateInJson(text, ['a', 2]), undefined);
});

test('lenient JSON: whatever JSON can say comes out as it went in, also written over lines', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(parseLenientJson(`// before\n${text}/* after */`), JSON.parse(text));
    }),
  );
});

test('lenient JSON: no text does worse than to be refused', () => {
  const pieces = fc.constantFrom(...Array.from(`{}[]:,"'/*\\\n x1-.eEtu_$`));
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (letters) => {
      try {
        parseLenientJson(letters.join(''));
      } catch (error) {
        assert.ok(error instanceof LenientJsonError, String(error));
      }
    }),
    { numRuns: 2_000 },
  );
});
