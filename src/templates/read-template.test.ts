import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTemplate, TemplateError } from './index.ts';

const HEAD = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
  contentVersion: '1.0.0.0',
};

test('read template: takes what has schema, version and resources', () => {
  assert.equal(readTemplate({ ...HEAD, resources: [] }).languageVersion, '1.0');
  assert.equal(
    readTemplate({ ...HEAD, languageVersion: '2.0', resources: {} }).languageVersion,
    '2.0',
  );
});

test('read template: refuses what is no template', () => {
  for (const value of [null, 'x', [], {}, { ...HEAD, contentVersion: 1 }]) {
    assert.throws(() => readTemplate(value), TemplateError);
  }
});
