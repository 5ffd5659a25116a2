import type { FleetView } from '../../control/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
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
  const { session } = connect(options, environment);
  const sets: FleetView['scaleSets'][number][] = [];
  for (let after: string | null = ''; after !== null;) {
    const query = new URLSearchParams({ after, limit: '1000' });
    const answer = await session.request('GET', `/_lazulite/fleet?${query.toString()}`);
    const page = expectOk(answer, 'The fleet') as unknown as FleetView;
    sets.push(...page.scaleSets);
    after = page.next;
  }
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
