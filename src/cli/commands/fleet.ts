import { connect, type ConnectionOptions } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface FleetOptions extends ConnectionOptions {
  readonly json?: true;
}

/** Shows all sets in numbers: what Azure's views of them do not tell as well. */
export async function commandFleet(
  options: FleetOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const sets = await connect(options, environment).control.fleet.list();
  if (options.json === true || !terminal.interactive) {
    terminal.write(`${JSON.stringify(sets)}\n`);
    return;
  }
  if (sets.length === 0) return terminal.write('There are no scale sets.\n');
  const rows = sets.map((set) => [
    set.resourceId.replace(
      /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i,
      '$1/$2',
    ),
    set.provisioningState,
    String(set.machines),
    String(set.powerStates.running),
    String(set.provisioningStates.failed),
    set.health === null ? '' : String(set.health.unhealthy),
    String(set.openOperations),
    set.nextDue ?? '',
  ]);
  const heads = [
    'set',
    'state',
    'machines',
    'running',
    'failed',
    'unhealthy',
    'operations',
    'next due',
  ];
  terminal.write(textTable(heads, rows));
}
