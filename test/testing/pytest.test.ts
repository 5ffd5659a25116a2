import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.join(import.meta.dirname, '../..');
const hasPytest = spawnSync('python3', ['-c', 'import pytest']).status === 0;
/** Where everything has been installed, what is missing is a failure. */
const isRequired = process.env['LAZULITE_REQUIRE'] === 'all';

test(
  'pytest: the plugin and the tests of its guide',
  { skip: !hasPytest && !isRequired && 'there is no pytest' },
  () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-pytest-'));
    try {
      const page = readFileSync(path.join(ROOT, 'docs/guides/pytest.md'), 'utf8');
      const files = [...page.matchAll(/```py\n# (\S+)\n([\s\S]*?)```/g)];
      assert.equal(files.length, 2);
      for (const [, name = '', text = ''] of files) writeFileSync(path.join(folder, name), text);
      copyFileSync(
        path.join(ROOT, 'testing/pytest/lazulite_pytest.py'),
        path.join(folder, 'lazulite_pytest.py'),
      );
      const command = `${process.execPath} ${path.join(ROOT, 'src/cli/checkout.ts')}`;
      const { status, stdout, stderr } = spawnSync(
        'python3',
        ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', folder],
        {
          cwd: folder,
          encoding: 'utf8',
          env: {
            ...process.env,
            LAZULITE_COMMAND: command,
            PYTHONPATH: folder,
            PYTHONDONTWRITEBYTECODE: '1',
          },
        },
      );
      assert.equal(status, 0, `${stdout}${stderr}`);
      assert.match(stdout, /2 passed/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
