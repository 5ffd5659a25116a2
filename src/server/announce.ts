import type { EmulatorConfig } from './config.ts';
import type { Listening } from './emulator.ts';
import { openReadyFile } from './open-data-folder.ts';
import { type ReadyInformation, readyFileIn, removeReadyFile, writeReadyFile } from './ready.ts';

export interface Announced {
  readonly ready: ReadyInformation;
  /** Takes back what was announced; at a clean stop. */
  withdraw(): void;
}

/** Tells where the emulator is: in `--ready-file` for scripts, in the data folder for our commands. */
export async function announceReady(
  config: EmulatorConfig,
  listening: Listening,
): Promise<Announced> {
  const { url, httpUrl, caFile, caBundleFile } = listening;
  const ready: ReadyInformation = {
    url,
    httpUrl,
    caFile,
    caBundleFile,
    tenantId: config.tenantId,
    subscriptionId: config.subscriptions[0] ?? '',
    pid: process.pid,
  };
  const files = [readyFileIn(config.dataFolder), ...(config.readyFile ? [config.readyFile] : [])];
  const withdraw = (): void => {
    for (const file of files) removeReadyFile(file, ready.pid);
  };
  try {
    for (const file of files) await openReadyFile(file, () => writeReadyFile(file, ready));
  } catch (error) {
    withdraw();
    throw error;
  }
  return { ready, withdraw };
}
