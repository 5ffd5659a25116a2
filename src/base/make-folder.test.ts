import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from './index.ts';

const root = mkdtempSync(join(tmpdir(), 'lazulite-folder-'));
after(() => rmSync(root, { recursive: true }));

test('folders: are made with those above them, for their owner alone, and stay when they are there', () => {
  const folder = join(root, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(root, 'a')).mode & 0o777, 0o700);
});

// Node's own recursive way loops here for ever.
test('folders: what cannot be made is said at once', { skip: !existsSync('/proc') }, () => {
  assert.throws(() => makeFolder('/proc/lazulite/data'), /ENOENT|EACCES|EPERM/);
});
