import { DELETING, NONE } from './codes.ts';
import type { ScaleSet } from './scale-set.ts';

/**
 * Zones of machines. A record holds the number of a zone in `zoneNames`, counted from 1, and 0 for none:
 * where a machine is does not change with the model.
 */

/** The number of a zone, which it keeps from its first mention on. */
export function zoneNumber(set: ScaleSet, zone: string): number {
  const known = set.zoneNames.indexOf(zone);
  return known === -1 ? set.zoneNames.push(zone) : known + 1;
}

/** Null for a machine of a set without zones. */
export function zoneName(set: ScaleSet, slot: number): string | null {
  return set.zoneNames[set.instances.zone(slot) - 1] ?? null;
}

/** Looking at where machines are, before new ones are placed among them. */
export interface ZoneSurvey {
  slot: number;
  readonly end: number;
  /** The zones that new machines may be put into, by number, in the order of the model. */
  readonly zones: readonly number[];
  /** Machines that are not being deleted, in the order of `zones`. */
  readonly counts: number[];
}

/** For new machines of the set; null when it has no zones. `only` is the one that was asked for. */
export function zoneSurvey(set: ScaleSet, only: string | undefined): ZoneSurvey | null {
  const names = only === undefined ? set.facts.zones : [only];
  if (names.length === 0) return null;
  const zones = names.map((name) => zoneNumber(set, name));
  return { slot: 0, end: set.instances.length, zones, counts: zones.map(() => 0) };
}

/** Looks at the next machine. */
export function surveyZone(set: ScaleSet, survey: ZoneSurvey): void {
  const state = set.instances.state(survey.slot);
  if (state !== NONE && state !== DELETING) {
    const at = survey.zones.indexOf(set.instances.zone(survey.slot));
    if (at !== -1) survey.counts[at] = (survey.counts[at] as number) + 1;
  }
  survey.slot += 1;
}

/** The zone with the fewest machines, the first of several; it has one more from here on. */
export function nextZone(survey: ZoneSurvey | null): number {
  if (survey === null) return 0;
  const { zones, counts } = survey;
  let least = 0;
  for (let at = 1; at < counts.length; at += 1) {
    if ((counts[at] as number) < (counts[least] as number)) least = at;
  }
  counts[least] = (counts[least] as number) + 1;
  return zones[least] as number;
}
