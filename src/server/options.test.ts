import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { flagOf, OPTIONS, variableOf } from './options.ts';

test('configuration page: has every option as the table has it, and no others', () => {
  const page = readFileSync('docs/reference/configuration.md', 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `--'));
  const cells = rows.map((row) =>
    row
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  const expected = OPTIONS.map(({ name, placeholder, description, fallback }) => {
    const value = placeholder === null ? '' : ` ${placeholder.replaceAll('|', String.raw`\|`)}`;
    return [`\`${flagOf(name)}${value}\``, `\`${variableOf(name)}\``, description, fallback];
  });
  assert.deepEqual(cells, expected);
});
