import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { clientsPage } from './clients-page.ts';
import { CLIENTS } from './clients.ts';
import { CLIENTS_PAGE_FILE } from './support/paths.ts';

test('docs/reference/clients.md tells what these tests run', () => {
  assert.equal(
    readFileSync(CLIENTS_PAGE_FILE, 'utf8'),
    clientsPage(CLIENTS),
    'run node test/clients/write-clients-page.ts',
  );
});
