import { CLIENT_SETTINGS, describeSettings } from '../client-settings.ts';
import { type ConnectionOptions, findEmulator } from '../connection.ts';
import type { CommandContext } from './context.ts';

/** Prints the settings of a client; without a name, which ones there are. */
export function printSettings(
  name: string | undefined,
  options: ConnectionOptions,
  { environment, program, terminal }: CommandContext,
): void {
  if (name === undefined) {
    const width = Math.max(...Object.keys(CLIENT_SETTINGS).map((key) => key.length));
    const lines = Object.entries(CLIENT_SETTINGS).map(
      ([key, { summary }]) => `# ${program} env ${key.padEnd(width)}  ${summary}`,
    );
    terminal.write(`${lines.join('\n')}\n`);
    return;
  }
  terminal.write(describeSettings(name, findEmulator(options, environment)));
}
