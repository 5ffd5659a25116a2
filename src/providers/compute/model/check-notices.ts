import { armErrors } from '../../../arm/index.ts';
import {
  type JsonObject,
  type JsonValue,
  type Micros,
  MICROS_PER_SECOND,
  parseDuration,
} from '../../../base/index.ts';
import { objectAt } from './json-path.ts';

const MINUTE: Micros = 60 * MICROS_PER_SECOND;

/**
 * How long machines can put something off. Sources: Microsoft Learn, "Terminate notification" (5 to 15
 * minutes); the specification, OSImageNotificationProfile (15 minutes). That a bad one is refused in
 * the frame of every bad value is inferred.
 */
export function checkNotices(profile: JsonObject): void {
  const events = objectAt(profile, 'scheduledEventsProfile');
  check(events, 'terminateNotificationProfile', 5 * MINUTE, 15 * MINUTE);
  check(events, 'osImageNotificationProfile', 15 * MINUTE, 15 * MINUTE);
}

function check(events: JsonObject, name: string, least: Micros, most: Micros): void {
  const timeout = objectAt(events, name)['notBeforeTimeout'];
  if (timeout === undefined) return;
  const length = lengthOf(timeout);
  if (length !== undefined && length >= least && length <= most) return;
  throw armErrors.invalidParameterValue(`scheduledEventsProfile.${name}.notBeforeTimeout`);
}

function lengthOf(value: JsonValue): Micros | undefined {
  return typeof value === 'string' && value.startsWith('P') ? parseDuration(value) : undefined;
}
