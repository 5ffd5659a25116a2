/**
 * The api-versions that Microsoft.Compute/virtualMachineScaleSets accepts, oldest first.
 * Source: shared/azure/api-versions.txt (recorded provider metadata up to 2024-11-01; newer ones are
 * folders of the specification repository).
 */
export const SCALE_SET_API_VERSIONS: readonly string[] = [
  '2015-05-01-preview',
  '2015-06-15',
  '2016-03-30',
  '2016-04-30-preview',
  '2016-08-30',
  '2017-03-30',
  '2017-10-30-preview',
  '2017-12-01',
  '2018-04-01',
  '2018-06-01',
  '2018-10-01',
  '2019-03-01',
  '2019-07-01',
  '2019-12-01',
  '2020-06-01',
  '2020-12-01',
  '2021-03-01',
  '2021-04-01',
  '2021-07-01',
  '2021-11-01',
  '2022-03-01',
  '2022-08-01',
  '2022-11-01',
  '2023-03-01',
  '2023-07-01',
  '2023-09-01',
  '2024-03-01',
  '2024-07-01',
  '2024-11-01',
  '2025-04-01',
  '2025-11-01',
  '2026-03-01',
  '2026-04-01',
  '2026-09-01',
];

/**
 * Whether a version is at least as new as another; by their dates, which is how Azure orders them
 * (a preview of a day is that day's).
 */
export function isSince(apiVersion: string, first: string): boolean {
  return apiVersion.slice(0, 10) >= first.slice(0, 10);
}

/** Whether a version lies between two others, both included. */
export function isBetween(apiVersion: string, first: string, last: string): boolean {
  return isSince(apiVersion, first) && isSince(last, apiVersion);
}
