/*
 * api-versions of the types around machines, oldest first.
 * Source: folders of the specification repository, as the packages azure-mgmt-compute 29 and 34 list
 * them; versions of the rest of Microsoft.Compute are those of scale sets.
 */

export const DISK_API_VERSIONS: readonly string[] = [
  '2016-04-30-preview',
  '2017-03-30',
  '2018-04-01',
  '2018-06-01',
  '2018-09-30',
  '2019-03-01',
  '2019-07-01',
  '2019-11-01',
  '2020-05-01',
  '2020-06-30',
  '2020-09-30',
  '2020-12-01',
  '2021-04-01',
  '2021-08-01',
  '2021-12-01',
  '2022-03-02',
  '2022-07-02',
  '2023-01-02',
  '2023-04-02',
  '2023-10-02',
  '2024-03-02',
  '2025-01-02',
];

export const GALLERY_API_VERSIONS: readonly string[] = [
  '2018-06-01',
  '2019-03-01',
  '2019-07-01',
  '2019-12-01',
  '2020-09-30',
  '2021-07-01',
  '2021-10-01',
  '2022-01-03',
  '2022-03-03',
  '2022-08-03',
  '2023-07-03',
  '2024-03-03',
  '2025-03-03',
];
