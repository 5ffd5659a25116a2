import { EmulatorError } from '../../base/index.ts';
import { pause } from '../../server/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import { describeSetInOneLine, describeSets, type SetView } from '../instance-view-text.ts';
import { readSets, type SetFilter } from '../read-sets.ts';
import { createScreen, paintFor } from '../terminal.ts';
import type { CommandContext } from './context.ts';

export interface ViewOptions extends ConnectionOptions {
  readonly resourceGroup?: string;
  readonly watch?: boolean;
}

const REDRAW_MS = 500;

/** Shows the instance view of one set or of all, once or until stopped. */
export async function showView(
  name: string | undefined,
  options: ViewOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { session } = connect(options, environment);
  const filter: SetFilter = {
    ...(name !== undefined && { name }),
    ...(options.resourceGroup !== undefined && { resourceGroup: options.resourceGroup }),
  };
  const lines = (sets: readonly SetView[]): string[] =>
    describeSets(sets, terminal.columns, paintFor(terminal));
  const first = await readSets(session, filter);
  if (options.watch !== true) {
    if (first.length === 0 && name !== undefined) throw noSuchSet(name, options.resourceGroup);
    terminal.write(`${lines(first).join('\n')}\n`);
    return;
  }
  const show = terminal.interactive ? drawer() : logger();
  show(first);
  while (await pause(REDRAW_MS)) show(await readSets(session, filter));

  function drawer(): (sets: readonly SetView[]) => void {
    const screen = createScreen(terminal);
    return (sets) => screen.draw(lines(sets));
  }

  function logger(): (sets: readonly SetView[]) => void {
    const said = new Map<string, string>();
    return (sets) => {
      for (const set of sets) {
        const line = describeSetInOneLine(set);
        const key = `${set.resourceGroup}/${set.name}`;
        if (said.get(key) === line) continue;
        said.set(key, line);
        terminal.write(`${line}\n`);
      }
    };
  }
}

function noSuchSet(name: string, resourceGroup: string | undefined): EmulatorError {
  const where = resourceGroup === undefined ? '' : ` in resource group ${resourceGroup}`;
  return new EmulatorError('EMU_NOT_FOUND', `There is no scale set ${name}${where}.`);
}
