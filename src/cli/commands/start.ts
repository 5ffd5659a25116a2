import {
  announceReady,
  createEmulator,
  describeStore,
  type Emulator,
  type EmulatorConfig,
  listenForStopSignals,
  type OptionValues,
  PACKAGE_VERSION,
  parseConfig,
  type ReadyInformation,
} from '../../server/index.ts';
import { paintFor } from '../terminal.ts';
import type { CommandContext } from './context.ts';

/** Starts the emulator and stays until it is told to stop. */
export async function start(values: OptionValues, context: CommandContext): Promise<void> {
  const config = parseConfig(values, context.environment);
  const signals = listenForStopSignals(() => process.exit(1), context.environment);
  const calledOff = new AbortController();
  const stopped = signals.stop.then(() => calledOff.abort());
  try {
    await serve(config, context, calledOff.signal, stopped);
  } finally {
    signals.ignore();
  }
}

async function serve(
  config: EmulatorConfig,
  context: CommandContext,
  calledOff: AbortSignal,
  stopped: Promise<void>,
): Promise<void> {
  const emulator = await createEmulator(config);
  try {
    const listening = await emulator.listen();
    const announced = await announceReady(config, listening);
    try {
      announce(announced.ready, emulator, context);
      if (config.demo) {
        const { showDemonstration } = await import('../demonstration.ts');
        await showDemonstration({ emulator, ready: announced.ready, context, calledOff });
      }
      await stopped;
    } finally {
      announced.withdraw();
    }
  } finally {
    await emulator.close();
  }
}

/** One line of JSON for programs, a panel for people. */
function announce(ready: ReadyInformation, emulator: Emulator, context: CommandContext): void {
  const { terminal, program } = context;
  if (!terminal.interactive) {
    terminal.write(`${JSON.stringify(ready)}\n`);
    return;
  }
  const { config } = emulator;
  const paint = paintFor(terminal);
  const who =
    config.clients.length > 0
      ? `the clients ${config.clients.map(({ id }) => id).join(', ')}`
      : 'any client id and secret';
  const rows: readonly [string, string][] = [
    ['subscription', ready.subscriptionId],
    ['tenant', ready.tenantId],
    ['sign-in', config.auth === 'open' ? 'not needed (--auth open)' : who],
    ['store', describeStore(config.store)],
    ['clock', emulator.readClock().mode],
    ['CA', ready.caFile],
  ];
  const lines = [
    `${paint('bold', `Lazulite ${PACKAGE_VERSION}`)} answers at ${paint('cyan', ready.url)} and ${ready.httpUrl}`,
    ...rows.map(([name, value]) => `  ${paint('dim', name.padEnd(12))}  ${value}`),
    `  ${paint('dim', 'try'.padEnd(12))}  ${program} view   ${program} env   Ctrl-C stops it`,
    '',
  ];
  terminal.write(`${lines.join('\n')}\n`);
}
