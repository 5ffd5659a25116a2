import type { Instant } from '../../../base/index.ts';
import type { AutoscaleProfile, Recurrence } from './setting.ts';
import { localTime } from './time-zone.ts';

const MINUTES_PER_WEEK = 7 * 24 * 60;

/**
 * The profile in force: one with a fixed date before those that recur, these before the one without
 * a schedule. Of those that recur the one that began last, in weeks before this one if need be.
 * Source: Microsoft Learn, "Understand autoscale settings", "How does autoscale choose a profile".
 */
export function activeProfile(
  profiles: readonly AutoscaleProfile[],
  now: Instant,
): AutoscaleProfile | undefined {
  const dated = profiles.find(
    ({ schedule }) => schedule?.kind === 'fixedDate' && schedule.start <= now && now < schedule.end,
  );
  if (dated) return dated;
  let latest: AutoscaleProfile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const profile of profiles) {
    if (profile.schedule?.kind !== 'recurrence') continue;
    const minutes = minutesSinceStart(profile.schedule, now);
    if (minutes >= least) continue;
    least = minutes;
    latest = profile;
  }
  return latest ?? profiles.find(({ schedule }) => schedule === null);
}

/** How long ago it last began. */
function minutesSinceStart(recurrence: Recurrence, now: Instant): number {
  const { weekday, hour, minute } = localTime(now, recurrence.timeZone);
  const present = (weekday * 24 + hour) * 60 + minute;
  let least = Number.POSITIVE_INFINITY;
  for (const day of recurrence.weekdays) {
    for (const atHour of recurrence.hours) {
      for (const atMinute of recurrence.minutes) {
        const ago = present - ((day * 24 + atHour) * 60 + atMinute);
        least = Math.min(least, ((ago % MINUTES_PER_WEEK) + MINUTES_PER_WEEK) % MINUTES_PER_WEEK);
      }
    }
  }
  return least;
}
