/** With what they brought. Source: Microsoft Learn, "Scheduled Events", "Version and region availability". */
export const SCHEDULED_EVENTS_VERSIONS = [
  '2017-11-01',
  '2019-01-01',
  '2019-04-01',
  '2019-08-01',
  '2020-07-01',
] as const;
