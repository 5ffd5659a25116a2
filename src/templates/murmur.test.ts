import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueOf } from './fixture.ts';
import { templateHash } from './template-hash.ts';

test('unique string: known pair of the azapi provider', () => {
  // Source: Azure/terraform-provider-azapi, unique_string_function_test.go.
  const text =
    "[uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')]";
  assert.equal(valueOf(text), 'cwvxuqg24sifi');
});

test('template hash: that of the documentation', () => {
  // Source: template-functions-deployment, "deployment": the hash that the page prints belongs to
  // this text of its example.
  const template = {
    $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: [],
    outputs: { subscriptionOutput: { value: '[deployment()]', type: 'object' } },
  };
  assert.equal(templateHash(template), '13135986259522608210');
});

test('template hash: letters that would become two stay', () => {
  assert.match(templateHash({ contentVersion: 'straße' }), /^\d+$/);
  assert.notEqual(templateHash({ a: 'straße' }), templateHash({ a: 'strasse' }));
});
