import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { PYTHON_API_VERSIONS, PYTHON_CASES, PYTHON_SIGN_IN_CASES } from './python/cases.ts';
import { findPython } from './python/find-python.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { leftOut } from './support/left-out.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

const python = findPython();
const skip = leftOut('python', python);

test(
  'azure-mgmt-compute and azure-identity for Python, unmodified, over TLS',
  { skip },
  async (t) => {
    assert.ok('command' in python);
    const emulator = await startEmulatorProcess(
      '--clock=instant',
      `--lifecycle=${LIFECYCLE_FILE}`,
      '--client=app=secret',
    );
    t.after(() => emulator.stop());
    await runClient(t, emulator.ready, {
      command: python.command,
      args: [path.join(import.meta.dirname, 'python', 'program.py'), ...PYTHON_API_VERSIONS],
      cases: [
        ...PYTHON_SIGN_IN_CASES,
        ...PYTHON_API_VERSIONS.flatMap((version) =>
          PYTHON_CASES.map((name) => `${version}: ${name}`),
        ),
      ],
      environment: { PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1' },
    });
  },
);
