import { addBulk } from './agenda.ts';
import { healthCode } from './health-column.ts';
import { isReporting } from './health.ts';
import { openOperation, release } from './operations.ts';
import type { ScaleSet } from './scale-set.ts';
import { checkSelection, distinct } from './selection.ts';
import type { Command, Refusal } from './types.ts';

type SetHealth = Extract<Command, { kind: 'setHealth' }>;

/** Whether somebody asks these machines how they are, and the state is one that can be reported. */
export function checkHealth(set: ScaleSet, { instances, state }: SetHealth): Refusal | null {
  const { health } = set;
  const monitoring = set.facts.health;
  if (health === null || monitoring === null) return { reason: 'NoHealthMonitoring' };
  const isThere =
    (state !== 'initializing' || monitoring.isRich) &&
    (state !== 'unknown' || monitoring.hasUnknown);
  if (!isThere) return { reason: 'HealthStateNotAvailable', state };
  if (instances === 'all') return null;
  const unknown = checkSelection(set, instances);
  if (unknown !== null) return unknown;
  const silent = instances.find(
    (instanceId) => !isReporting(set, health, set.instances.find(instanceId)),
  );
  return silent === undefined ? null : { reason: 'NotReporting', instanceId: silent };
}

export function applyHealth(set: ScaleSet, command: SetHealth): void {
  const instances = distinct(command.instances);
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: instances === 'all' ? set.activeCount : instances.length,
    ofSet: false,
  });
  addBulk(set, {
    kind: 'setHealth',
    state: healthCode(command.state),
    instanceIds: instances === 'all' ? null : instances,
    slot: 0,
    end: instances === 'all' ? set.instances.length : instances.length,
    at: command.at,
    operation: operation.index,
  });
  release(set, operation.index, command.at, null);
}
