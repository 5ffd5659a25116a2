import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { buildGo, findGo, findRootGo } from './go/build-go.ts';
import { GO_TRACK_1, GO_TRACK_2, type GoProgram } from './go/cases.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { leftOut } from './support/left-out.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

for (const program of GO_TRACK_1) testGo(program, findGo());
testGo(GO_TRACK_2, findRootGo());

function testGo(program: GoProgram, found: ReturnType<typeof findGo>): void {
  const name = `${program.title}: the Azure SDK for Go at ${program.apiVersion}, unmodified, over TLS`;
  test(name, { skip: leftOut('go', found) }, async (t) => {
    assert.ok('enter' in found);
    const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-go-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const [command, ...args] = buildGo(found, program, folder);
    const emulator = await startEmulatorProcess(
      '--clock=instant',
      `--lifecycle=${LIFECYCLE_FILE}`,
      '--client=app=secret',
    );
    t.after(() => emulator.stop());
    await runClient(t, emulator.ready, { command, args, cases: program.cases });
  });
}
