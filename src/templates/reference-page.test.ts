import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FUNCTION_GROUPS, UNSUPPORTED_FUNCTIONS } from './functions/all.ts';
import { listFunction } from './functions/resource.ts';

test('reference page: lists all functions of the table, and no others', () => {
  const page = readFileSync('docs/reference/templates.md', 'utf8');
  const [, functions = '', unsupported = ''] = page.split(/^## Functions$|^## Not supported$/m);
  const listed = (text: string): string[] =>
    [...text.matchAll(/^- `([^`]+)`/gm)].map((match) => match[1] ?? '');
  assert.deepEqual(
    listed(functions).sort(),
    [
      ...Object.values(FUNCTION_GROUPS).flatMap((group) =>
        Object.values(group).map(({ usage }) => usage),
      ),
      listFunction.usage,
    ].sort(),
  );
  assert.deepEqual(listed(unsupported), Object.keys(UNSUPPORTED_FUNCTIONS));
});

test('reference page: usage of a function begins with its name', () => {
  for (const group of Object.values(FUNCTION_GROUPS)) {
    for (const [name, { usage }] of Object.entries(group)) {
      assert.ok(usage.startsWith(`${name}(`), usage);
    }
  }
});
