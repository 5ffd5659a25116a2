import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import {
  EMULATOR_ERROR_STATUS,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/base/index.ts';
import { openApiDocument, ROUTES } from '../../src/control/index.ts';
import { OPENAPI_FILE, openApiFile } from '../../tools/openapi-file.ts';

const document = openApiDocument(ROUTES, '0.0.0');

test('openapi file: is what the routes of the control API give', () => {
  assert.equal(
    readFileSync(OPENAPI_FILE, 'utf8'),
    openApiFile(),
    'run node tools/write-openapi-file.ts',
  );
});

test('openapi file: is OpenAPI 3.1, says a validator that is not ours', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(validator.version, '3.1');
  const broken = { ...document, paths: { '/x': { get: { responses: 'none' } } } };
  assert.equal((await new Validator().validate(broken)).valid, false, 'it looks at paths');
});

test('openapi file: every reference leads somewhere, and every schema is referred to', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  assert.ok(references.length > 100, `only ${references.length} references`);
  const lost = references.filter((path) => at(path.split('/')) === undefined);
  assert.deepEqual(lost, []);
  const schemas = Object.keys(objectAt('components', 'schemas'));
  const idle = schemas.filter((name) => !references.includes(`components/schemas/${name}`));
  assert.deepEqual(idle, []);
});

test('openapi file: operations have names of their own, paths their parameters', () => {
  const names: string[] = [];
  for (const [path, item] of Object.entries(objectAt('paths'))) {
    for (const operation of Object.values(item as Record<string, JsonObject>)) {
      names.push(String(operation['operationId']));
      const parameters = (operation['parameters'] ?? []) as unknown as readonly JsonObject[];
      const told = parameters.filter((each) => each['in'] === 'path').map((each) => each['name']);
      const written = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.deepEqual(told, written, path);
    }
  }
  assert.equal(new Set(names).size, names.length);
});

test('openapi file: tells codes of ours only', () => {
  const codes = new Set(JSON.stringify(document).match(/EMU_[A-Z_]+/g));
  assert.ok(codes.size > 8);
  assert.deepEqual(
    [...codes].filter((code) => !(code in EMULATOR_ERROR_STATUS)),
    [],
  );
});

function objectAt(...path: readonly string[]): JsonObject {
  const found = at(path);
  assert.ok(isJsonObject(found));
  return found;
}

function at(path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = document;
  for (const name of path) found = isJsonObject(found) ? found[name] : undefined;
  return found;
}
