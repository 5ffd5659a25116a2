import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { PYTHON_API_VERSIONS, PYTHON_CASES, PYTHON_SIGN_IN_CASES } from './python/cases.ts';
import { findPython, isRequired } from './python/find-python.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

const python = findPython();
const reason = 'missing' in python ? python.missing : undefined;
// As for a case of the store's contract: left out for a reason that the run tells, or not at all.
const skip = reason !== undefined && !isRequired('python') && `left out: ${reason}`;

test(
  'azure-mgmt-compute and azure-identity for Python, unmodified, over TLS',
  { skip },
  async (t) => {
    assert.ok('command' in python, `required by LAZULITE_REQUIRE, but ${reason}`);
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
