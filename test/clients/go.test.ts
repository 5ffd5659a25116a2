import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { buildGo, findGo } from './go/build-go.ts';
import { GO_PROGRAMS } from './go/cases.ts';
import { startEmulatorProcess } from './support/emulator-process.ts';
import { leftOut } from './support/left-out.ts';
import { LIFECYCLE_FILE } from './support/paths.ts';
import { runClient } from './support/run-client.ts';

const skip = leftOut('go', findGo());

for (const program of GO_PROGRAMS) {
  test(
    `the Azure SDK for Go at ${program.apiVersion}, unmodified, over TLS`,
    { skip },
    async (t) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-go-'));
      t.after(() => rmSync(folder, { recursive: true }));
      const command = buildGo(program, folder);
      const emulator = await startEmulatorProcess(
        '--clock=instant',
        `--lifecycle=${LIFECYCLE_FILE}`,
      );
      t.after(() => emulator.stop());
      await runClient(t, emulator.ready, { command, args: [], cases: program.cases });
    },
  );
}
