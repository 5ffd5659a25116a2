import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { methodsOf, ROUTES } from './control.ts';

test('control page: has every route with its methods, and no others', () => {
  const page = readFileSync('docs/reference/control.md', 'utf8');
  const rows = [...page.matchAll(/^\| `(\/_lazulite\/[\w.]+)` \| ([A-Z, ]+) \| (yes|no) \|/gm)];
  const shown = rows.map(([, path, methods, token]) => [path, methods, token]);
  assert.deepEqual(
    shown,
    ROUTES.map((route) => [route.path, methodsOf(route).join(', '), route.open ? 'no' : 'yes']),
  );
});
