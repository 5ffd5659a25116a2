import { DELETING, NONE, REDEPLOY } from './codes.ts';
import type { ScaleSet } from './scale-set.ts';
import { requestPhase } from './steps.ts';
import type { BulkTask } from './bulk.ts';
import { surveyZone, type ZoneSurvey } from './zones.ts';

/** Moving machines to another zone. */
export interface Migration {
  readonly kind: 'migrate';
  readonly instanceIds: readonly number[];
  /** The number of the zone that was asked for; 0 when the platform chooses. */
  readonly zone: number;
  /** Where machines are, for who chooses; its `zones` are those of the set. */
  readonly survey: ZoneSurvey;
  position: number;
}

type Task = Extract<BulkTask, Migration>;

/** Looks at one machine, or moves one; only for a task that is not done. */
export function migrateOne(set: ScaleSet, task: Task): void {
  const { survey } = task;
  if (task.zone === 0 && survey.slot < survey.end) surveyZone(set, survey);
  else {
    move(set, task, task.instanceIds[task.position] as number);
    task.position += 1;
  }
}

export function isMigrated(task: Migration): boolean {
  return task.position === task.instanceIds.length;
}

/**
 * A machine that is in the zone already stays as it is. The others are built up anew elsewhere, as a
 * redeployment does, and are of the other zone from its beginning.
 */
function move(set: ScaleSet, task: Task, instanceId: number): void {
  const { instances } = set;
  const slot = instances.find(instanceId);
  if (slot === -1 || instances.state(slot) === NONE || instances.state(slot) === DELETING) return;
  const from = instances.zone(slot);
  const zone = task.zone === 0 ? choose(task.survey, from) : task.zone;
  if (zone === from) return;
  instances.setZone(slot, zone);
  requestPhase(set, slot, REDEPLOY, task.operation, task.at);
}

/** The zone with the fewest machines, but for the one that a machine is in; the first of several. */
function choose({ zones, counts }: ZoneSurvey, from: number): number {
  let least = -1;
  for (let at = 0; at < zones.length; at += 1) {
    if (zones[at] === from) continue;
    if (least === -1 || (counts[at] as number) < (counts[least] as number)) least = at;
  }
  if (least === -1) return from;
  counts[least] = (counts[least] as number) + 1;
  const before = zones.indexOf(from);
  if (before !== -1) counts[before] = (counts[before] as number) - 1;
  return zones[least] as number;
}
