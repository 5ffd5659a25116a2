import assert from 'node:assert/strict';
import path from 'node:path';
import type { Ready } from '../support/emulator-process.ts';
import type { CommandResult } from '../support/run-command.ts';
import type { AzServer } from './az-server.ts';
import type { AzCase } from './az-case.ts';
import { assertShape } from './shape.ts';

/** An az that is set up for an emulator. */
export interface Az {
  readonly server: AzServer;
  readonly words: Readonly<Record<string, string>>;
}

/** What each az says of itself, or of a set whose upgrades are manual, whatever the server. */
const ALWAYS: readonly RegExp[] = [
  /With manual upgrade mode, you will need to run 'az vmss update-instances/,
  // 2.45: its newer arguments beside the older models of a hybrid profile.
  /is not a known attribute of class <class 'azure\.mgmt\..* and will be ignored/,
  // 2.74 on the Python of Debian 13.
  /FutureWarning: functools\.partial will be a method descriptor/,
  /^ {2}(if self\.AZ_PREVIEW_INFO:|self\.(group_kwargs\['preview_info'\]|preview_info) = self\.AZ_PREVIEW_INFO)/,
];

/** What az is run with: docs/guides/az.md, and nothing of whoever runs the tests. */
export function azEnvironment(ready: Ready, folder: string): NodeJS.ProcessEnv {
  return {
    PATH: [folder, process.env['PATH']].join(path.delimiter),
    HOME: folder,
    LANG: 'C.UTF-8',
    LAZULITE_DATA: path.dirname(ready.caFile),
    AZURE_CONFIG_DIR: path.join(path.dirname(ready.caFile), 'azure'),
    REQUESTS_CA_BUNDLE: ready.caBundleFile,
    AZURE_CORE_INSTANCE_DISCOVERY: 'false',
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    NO_PROXY: 'localhost',
  };
}

export async function runCase(az: Az, { args }: AzCase): Promise<CommandResult> {
  return await az.server.run(wordsOf(args, az.words));
}

export function assertCase(result: CommandResult, wanted: AzCase): void {
  const { code, out, error } = result;
  assert.equal(code, wanted.exit ?? 0, `it ended with ${code}: ${error}${out}`);
  if (wanted.hidesRefusal === true) {
    assert.match(error, /ERROR: The content for this response was already consumed/);
    return;
  }
  assert.doesNotMatch(error, /Traceback|Here is the traceback|unexpected error/);
  for (const text of wanted.output ?? []) assertHas(out, text);
  for (const text of wanted.error ?? []) assertHas(error, text);
  if (wanted.json !== undefined) assertShape(JSON.parse(out), wanted.json);
  if (wanted.error === undefined)
    assert.equal(withoutKnown(error, [...ALWAYS, ...(wanted.mayWarn ?? [])]), '');
}

function assertHas(text: string, part: string | RegExp): void {
  assert.ok(
    typeof part === 'string' ? text.includes(part) : part.test(text),
    `${part} is not in\n${text}`,
  );
}

function withoutKnown(error: string, known: readonly RegExp[]): string {
  return error
    .split('\n')
    .filter((line) => line.trim() !== '' && !known.some((pattern) => pattern.test(line)))
    .join('\n');
}

/** Words by spaces; single quotes keep them together. */
function wordsOf(text: string, values: Readonly<Record<string, string>>): readonly string[] {
  return [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted ?? plain ?? '').replaceAll(
      /\{(\w+)\}/g,
      (whole, name: string) => values[name] ?? whole,
    ),
  );
}
