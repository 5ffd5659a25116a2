import { writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import type { CommandContext } from './context.ts';

/** Starts a recording, shows how far it is, or ends it and writes it to a file. */
export async function commandRecord(
  action: string | undefined,
  file: string | undefined,
  options: ConnectionOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { recording } = connect(options, environment).control;
  switch (action ?? 'status') {
    case 'status': {
      const state = await recording.read();
      if (!terminal.interactive) return terminal.write(`${JSON.stringify(state)}\n`);
      const steps = `${state.steps} steps since ${state.since}`;
      return terminal.write(state.recording ? `${steps}\n` : 'Nothing is recorded.\n');
    }
    case 'start':
      await recording.start();
      return terminal.write('Everything is as after a start, and what comes is recorded.\n');
    case 'stop': {
      if (file === undefined) throw bad('Say where to: lazulite record stop session.json');
      // Before it is ended, as it could not be had a second time.
      write(file, '');
      const scenario = await recording.stop();
      write(file, `${JSON.stringify(scenario, null, 1)}\n`);
      const { length } = scenario['timeline'] as unknown as readonly unknown[];
      return terminal.write(`${file} has ${length} steps. Again: lazulite scenario run ${file}\n`);
    }
    default:
      throw bad(`record knows start, status and stop FILE, not "${action}".`);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw bad(`${file} cannot be written: ${(cause as Error).message}`, cause);
  }
}

function bad(message: string, cause?: unknown): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message, { cause });
}
