import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { providerOperations } from '../../src/providers/index.ts';
import { COVERAGE_PAGE_FILE, coveragePage } from '../../tools/coverage-page.ts';

test('coverage page: is what the operations table gives', () => {
  assert.equal(
    readFileSync(COVERAGE_PAGE_FILE, 'utf8'),
    coveragePage(),
    'run node tools/write-coverage-page.ts',
  );
});

test('coverage page: has a row for every operation', () => {
  const rows = coveragePage().match(/^\| (?!operation )\w+ \| [A-Z]+ \|/gm) ?? [];
  assert.ok(rows.length > 80, `only ${rows.length} rows`);
  assert.equal(rows.length, providerOperations.length);
});
