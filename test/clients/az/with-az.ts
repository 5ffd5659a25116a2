import { rmSync } from 'node:fs';
import path from 'node:path';
import { type EmulatorProcess, startEmulatorProcess } from '../support/emulator-process.ts';
import { LIFECYCLE_FILE } from '../support/paths.ts';
import { type CommandResult, runCommand } from '../support/run-command.ts';
import { writeFiles } from './files.ts';
import { startAzServer } from './az-server.ts';
import type { FoundAz } from './find-az.ts';
import { type Az, azEnvironment } from './run-az.ts';

const MAIN = path.join(import.meta.dirname, '../../../src/cli/main.ts');

/** An emulator in which a minute passes in 60 ms, and an az that `lazulite az` has set up for it. */
export async function startWithAz(found: FoundAz): Promise<{
  readonly az: Az;
  readonly emulator: EmulatorProcess;
  readonly first: CommandResult;
  stop(): Promise<void>;
}> {
  const emulator = await startEmulatorProcess(
    '--clock=x1000',
    `--lifecycle=${LIFECYCLE_FILE}`,
    '--quota=cores=2000@westeurope',
  );
  const environment = azEnvironment(emulator.ready, found.folder);
  const first = await runCommand(
    process.execPath,
    [MAIN, 'az', 'account', 'show', '-o', 'json'],
    environment,
  );
  const files = path.join(path.dirname(emulator.ready.caFile), 'files');
  writeFiles(files, emulator.ready.subscriptionId);
  const server = startAzServer(found, environment);
  const words = { folder: files, subscription: emulator.ready.subscriptionId };
  return {
    az: { server, words },
    emulator,
    first,
    async stop() {
      await server.stop();
      await emulator.stop();
      rmSync(found.folder, { recursive: true });
    },
  };
}
