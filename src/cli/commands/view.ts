import { EmulatorError } from '../../base/index.ts';
import { pause } from '../../server/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import { describeSets } from '../instance-view-text.ts';
import { readSets, type SetFilter } from '../read-sets.ts';
import { createSetDisplay } from '../set-display.ts';
import { paintFor } from '../terminal.ts';
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
  const first = await readSets(session, filter);
  if (options.watch !== true) {
    if (first.length === 0 && name !== undefined) throw noSuchSet(name, options.resourceGroup);
    const lines = describeSets(first, terminal.columns, paintFor(terminal));
    terminal.write(`${lines.join('\n')}\n`);
    return;
  }
  const show = createSetDisplay(terminal);
  show(first);
  while (await pause(REDRAW_MS)) show(await readSets(session, filter));
}

function noSuchSet(name: string, resourceGroup: string | undefined): EmulatorError {
  const where = resourceGroup === undefined ? '' : ` in resource group ${resourceGroup}`;
  return new EmulatorError('EMU_NOT_FOUND', `There is no scale set ${name}${where}.`);
}
