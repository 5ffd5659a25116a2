import { readFileSync, writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import type { SnapshotsView } from '../../client/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface SnapshotOptions extends ConnectionOptions {
  readonly json?: true;
}

/** Saves, loads, compares and moves the state of everything. */
export async function commandSnapshot(
  action: string | undefined,
  [name, other]: readonly string[],
  options: SnapshotOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { snapshots } = connect(options, environment).control;
  const named = (): string => required(action, name);
  const show = (list: SnapshotsView['snapshots']): void => {
    const asJson = options.json === true || !terminal.interactive;
    terminal.write(asJson ? `${JSON.stringify({ snapshots: list })}\n` : listed(list));
  };
  switch (action ?? 'list') {
    case 'list':
      return show(await snapshots.list());
    case 'save':
      return show(await snapshots.save(named()));
    case 'load':
      return show(await snapshots.load(named()));
    case 'remove':
      return show(await snapshots.remove(named()));
    case 'export':
      return write(required(action, other), await snapshots.read(named()));
    case 'import':
      return show(await snapshots.write(named(), read(required(action, other))));
    case 'diff': {
      const difference = await snapshots.diff(named(), other);
      return terminal.write(`${JSON.stringify(difference, undefined, 2)}\n`);
    }
    default:
      throw bad(
        `snapshot knows list, save, load, remove, diff, export and import, not "${action}".`,
      );
  }
}

function listed(snapshots: SnapshotsView['snapshots']): string {
  if (snapshots.length === 0) return 'There are no snapshots.\n';
  return textTable(
    ['name', 'taken at', 'bytes'],
    snapshots.map(({ name, takenAt, bytes }) => [name, takenAt, String(bytes)]),
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
