import type { QuotaName } from './quota-names.ts';

/** A limit that the operator set. */
export interface QuotaSetting {
  readonly name: QuotaName;
  readonly limit: number;
  /** Normalized; null for every location. */
  readonly location: string | null;
}

/** The limit in a location: what was set for it, else for all, else the default. The last one wins. */
export function limitOf(
  settings: readonly QuotaSetting[],
  name: QuotaName,
  location: string,
): number {
  const mine = settings.filter((setting) => setting.name.value === name.value);
  const setting =
    mine.findLast((item) => item.location === location) ??
    mine.findLast((item) => item.location === null);
  return setting?.limit ?? name.defaultLimit;
}
