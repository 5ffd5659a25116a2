import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import type { CaseReport } from './client-case.ts';
import type { Ready } from './emulator-process.ts';

export interface ClientProgram {
  readonly command: string;
  readonly args: readonly string[];
  /** What it must report, all of it and in this order. */
  readonly cases: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A client that waits for something that never comes must not hold the tests up for ever. */
const PROGRAM_MS_MAX = 180_000;

/**
 * Runs a client in a process of its own, told by the environment where the emulator is and whom to
 * trust, and makes a test of each of its cases.
 */
export async function runClient(
  t: TestContext,
  ready: Ready,
  program: ClientProgram,
): Promise<void> {
  const child = spawn(program.command, program.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PROGRAM_MS_MAX,
    killSignal: 'SIGKILL',
    env: { ...clientEnvironment(ready), ...program.environment },
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code, signal] = await once(child, 'close');
  const reports = output.split('\n').filter(Boolean).map(parseReport);
  for (const name of program.cases) {
    const found = reports.find((report) => report.case === name);
    await t.test(name, { skip: found === undefined && 'not reached' }, () => {
      // The stack is the client's, of its own process.
      if (found?.error !== undefined) assert.fail(found.error);
    });
  }
  const reached = reports.map((report) => report.case);
  assert.deepEqual(reached, program.cases, `not all cases were reached. ${errors}`);
  assert.deepEqual([code, signal], [0, null], errors);
}

function parseReport(line: string): CaseReport {
  const value: unknown = JSON.parse(line);
  assert.ok(typeof value === 'object' && value !== null && 'case' in value, line);
  return value as CaseReport;
}

/** docs/guides/node.md and python.md: how each is told whom to trust. */
export function clientEnvironment(ready: Ready): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: ready.caFile,
    REQUESTS_CA_BUNDLE: ready.caBundleFile,
    SSL_CERT_FILE: ready.caBundleFile,
    NO_PROXY: 'localhost,127.0.0.1',
    no_proxy: 'localhost,127.0.0.1',
    LAZULITE_URL: ready.url,
    LAZULITE_TENANT: ready.tenantId,
    LAZULITE_SUBSCRIPTION: ready.subscriptionId,
  };
  // The program is no test file of the runner that started us.
  delete environment['NODE_TEST_CONTEXT'];
  return environment;
}
