import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import {
  DEBIAN_12,
  DEBIAN_13,
  PYTHON_CASES,
  PYTHON_SIGN_IN_CASES,
  type PythonRelease,
} from './python/cases.ts';
import { findPython, findRootPython } from './python/find-python.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { leftOut } from './support/left-out.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

const PROGRAM = path.join(import.meta.dirname, 'python', 'program.py');

testPython(DEBIAN_12, findPython());
testPython(DEBIAN_13, findRootPython());

function testPython(
  { title, apiVersions }: PythonRelease,
  found: ReturnType<typeof findPython>,
): void {
  const name = `${title}: azure-mgmt-compute and azure-identity, unmodified, over TLS`;
  test(name, { skip: leftOut('python', found) }, async (t) => {
    assert.ok('command' in found);
    const emulator = await startEmulatorProcess(
      '--clock=instant',
      `--lifecycle=${LIFECYCLE_FILE}`,
      '--client=app=secret',
    );
    t.after(() => emulator.stop());
    await runClient(t, emulator.ready, {
      command: found.command,
      args: [...found.args, PROGRAM, ...apiVersions],
      cases: [
        ...PYTHON_SIGN_IN_CASES,
        ...apiVersions.flatMap((version) => PYTHON_CASES.map((one) => `${version}: ${one}`)),
      ],
      environment: {
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONUNBUFFERED: '1',
        PYTHONWARNINGS: 'ignore',
      },
    });
  });
}
