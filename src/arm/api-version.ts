import type { ResourceType } from './types.ts';

/**
 * A date with one of the suffixes that Azure knows.
 * Source: the text of InvalidApiVersionParameter in shared/azure/errors.md.
 */
const FORM = /^(\d{4})-(\d{2})-(\d{2})(-(?:preview|alpha|beta|rc|privatepreview))?$/i;

/** Whether it has the form of an api-version and names a day that a calendar can have. */
export function isWellFormedApiVersion(apiVersion: string): boolean {
  const match = FORM.exec(apiVersion);
  if (!match) return false;
  const [month, day] = [Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** By date; of one date, a version with a suffix comes before the one without. */
export function compareApiVersions(a: string, b: string): number {
  const [dateA, dateB] = [a.slice(0, 10), b.slice(0, 10)];
  if (dateA !== dateB) return dateA < dateB ? -1 : 1;
  return Number(a.length <= 10) - Number(b.length <= 10);
}

export interface ServedVersion {
  /** The known version by which the request is served. */
  readonly version: string;
  /** True when the asked one is newer than all that are known. */
  readonly newer: boolean;
}

/**
 * Which known version serves an asked one: itself, or the newest when its date is later than that of
 * all known ones, so that tomorrow's SDK works today (decision 0004). Undefined: it is refused.
 */
export function servedVersion(
  type: Pick<ResourceType, 'apiVersions'>,
  apiVersion: string,
): ServedVersion | undefined {
  const asked = apiVersion.toLowerCase();
  if (type.apiVersions.includes(asked)) return { version: asked, newer: false };
  const newest = type.apiVersions.at(-1);
  if (newest === undefined || !isWellFormedApiVersion(asked)) return undefined;
  return asked.slice(0, 10) > newest.slice(0, 10) ? { version: newest, newer: true } : undefined;
}
