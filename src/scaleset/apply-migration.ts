import { addBulk, finishLater } from './agenda.ts';
import { openOperation } from './operations.ts';
import type { ScaleSet } from './scale-set.ts';
import type { Command, Refusal } from './types.ts';
import { zoneNumber, zoneSurvey } from './zones.ts';

type MigrateZone = Extract<Command, { kind: 'migrateZone' }>;

/** Machines move between the zones of their set only. */
export function checkMigration({ facts }: ScaleSet, { zone }: MigrateZone): Refusal | null {
  const isThere = zone === null ? facts.zones.length > 0 : facts.zones.includes(zone);
  return isThere ? null : { reason: 'NoSuchZone' };
}

export function applyMigration(set: ScaleSet, command: MigrateZone): void {
  const { at, zone } = command;
  const instanceIds = [...new Set(command.instances)];
  const operation = openOperation(set, command, {
    action: 'redeploy',
    instanceCount: instanceIds.length,
    ofSet: true,
  });
  const survey = zoneSurvey(set, undefined);
  if (survey !== null) {
    addBulk(set, {
      kind: 'migrate',
      instanceIds,
      zone: zone === null ? 0 : zoneNumber(set, zone),
      survey,
      position: 0,
      at,
      operation: operation.index,
    });
  }
  finishLater(set, operation, at);
}
