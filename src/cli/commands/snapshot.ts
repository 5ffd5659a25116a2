import { readFileSync, writeFileSync } from 'node:fs';
import { EmulatorError, isJsonObject, type JsonValue } from '../../base/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface SnapshotOptions extends ConnectionOptions {
  readonly json?: true;
}

const PATH = '/_lazulite/snapshots';

/** Saves, loads, compares and moves the state of everything. */
export async function commandSnapshot(
  action: string | undefined,
  [name, other]: readonly string[],
  options: SnapshotOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { session } = connect(options, environment);
  const ask = async (
    method: string,
    target: string,
    body?: unknown,
  ): Promise<JsonValue | undefined> =>
    expectOk(await session.request(method, target, body), 'The snapshot');
  const place = (): string => `${PATH}/${encodeURIComponent(required(action, name))}`;
  const show = (answer: JsonValue | undefined): void => {
    const asJson = options.json === true || !terminal.interactive;
    terminal.write(asJson ? `${JSON.stringify(answer)}\n` : listed(answer));
  };
  switch (action ?? 'list') {
    case 'list':
      return show(await ask('GET', PATH));
    case 'save':
      return show(await ask('POST', PATH, { name: required(action, name) }));
    case 'load':
      return show(await ask('POST', `${place()}/load`));
    case 'remove':
      return show(await ask('DELETE', place()));
    case 'export': {
      const answer = await session.request('GET', place());
      expectOk(answer, 'The snapshot');
      return write(required(action, other), answer.bytes);
    }
    case 'import': {
      const bytes = read(required(action, other));
      return show(expectOk(await session.request('PUT', place(), bytes), 'The snapshot'));
    }
    case 'diff': {
      const answer = await ask('GET', `${place()}/diff/${encodeURIComponent(other ?? 'current')}`);
      return terminal.write(`${JSON.stringify(answer, undefined, 2)}\n`);
    }
    default:
      throw bad(
        `snapshot knows list, save, load, remove, diff, export and import, not "${action}".`,
      );
  }
}

function listed(answer: JsonValue | undefined): string {
  const list = isJsonObject(answer) ? answer['snapshots'] : undefined;
  const rows = (Array.isArray(list) ? list : []).map((each) => (isJsonObject(each) ? each : {}));
  if (rows.length === 0) return 'There are no snapshots.\n';
  return textTable(
    ['name', 'taken at', 'bytes'],
    rows.map(({ name, takenAt, bytes }) => [String(name), String(takenAt), String(bytes)]),
  );
}

function required(action: string | undefined, value: string | undefined): string {
  if (value !== undefined) return value;
  const files = action === 'export' || action === 'import' ? ' FILE' : '';
  throw bad(`Say which: snapshot ${action ?? ''} NAME${files}`);
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_OPTION', `${file} cannot be read: ${String(cause)}`, {
      cause,
    });
  }
}

function write(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes);
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_OPTION', `${file} cannot be written: ${String(cause)}`, {
      cause,
    });
  }
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
