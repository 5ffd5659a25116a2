import { EmulatorError } from '../base/index.ts';
import type { Place } from './connection.ts';
import type { SettingsTable } from './settings/client-settings-entry.ts';
import { otherSettings } from './settings/other-settings.ts';
import { sdkSettings } from './settings/sdk-settings.ts';
import { terraformSettings } from './settings/terraform-settings.ts';
import { toolSettings } from './settings/tool-settings.ts';
import { shellWord } from './shell-word.ts';

/** What `lazulite env` knows; each from the client's own documents or measured with it. */
export const CLIENT_SETTINGS: SettingsTable = {
  ...toolSettings,
  ...sdkSettings,
  ...terraformSettings,
  ...otherSettings,
};

/** Text for a shell: exports, and the rest as comments, so that all of it can be evaluated. */
export function describeSettings(name: string, place: Place): string {
  const settings = Object.hasOwn(CLIENT_SETTINGS, name) ? CLIENT_SETTINGS[name] : undefined;
  if (settings === undefined) {
    throw new EmulatorError(
      'EMU_BAD_OPTION',
      `There are no settings for "${name}"; there are for ${Object.keys(CLIENT_SETTINGS).join(', ')}.`,
    );
  }
  const set = settings.shell === 'powershell' ? setInPowerShell : exportInShell;
  const lines = [
    `# ${settings.summary}`,
    ...Object.entries(settings.exports(place)).map(([key, value]) => set(key, value)),
    // What people chose may hold a line break, which would end a comment.
    ...settings
      .next(place)
      .flatMap((line) => line.split(/\r\n?|\n/))
      .map((line) => `#   ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

function exportInShell(key: string, value: string): string {
  return `export ${key}=${shellWord(value)}`;
}

/** Between single quotes PowerShell changes nothing; a quote is written twice. */
function setInPowerShell(key: string, value: string): string {
  return `$env:${key} = '${value.replaceAll("'", "''")}'`;
}
