/** A Python with Azure's packages, and every api-version of theirs that has scale sets. */
export interface PythonRelease {
  readonly title: string;
  readonly packages: string;
  /** Its own spelling of the switch; both are given, and each ignores the other's. */
  readonly needs: string;
  readonly apiVersions: readonly string[];
}

export const DEBIAN_12: PythonRelease = {
  title: 'Python of 2023',
  packages: 'azure-mgmt-compute 29.0.0, azure-identity 1.13.0 beta (`python3-azure` of Debian 12)',
  needs: '`instance_discovery=False` on the credential',
  apiVersions: [
    '2015-06-15',
    '2016-03-30',
    '2016-04-30-preview',
    '2017-03-30',
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
  ],
};

export const DEBIAN_13: PythonRelease = {
  title: 'Python of 2025',
  packages: 'azure-mgmt-compute 34.1.0, azure-identity 1.23.1 (`python3-azure` of Debian 13)',
  needs: '`disable_instance_discovery=True` on the credential',
  apiVersions: [
    '2016-03-30',
    '2017-03-30',
    '2017-12-01',
    '2019-07-01',
    '2019-12-01',
    '2020-06-01',
    '2021-07-01',
    '2024-11-01',
  ],
};

/** What program.py reports before it comes to the api-versions. */
export const PYTHON_SIGN_IN_CASES = [
  'its packages have these api-versions with scale sets, and no others',
  'signs in and finds the subscription',
  'a wrong secret: ClientAuthenticationError',
] as const;

/** What program.py reports for each api-version. */
export const PYTHON_CASES = [
  'makes a resource group',
  'creates a set and waits for it',
  'reads the instance view, with counts as integers',
  'reads the availability of its machines by azure-mgmt-monitor',
  'lists sets and instances',
  'restarts all and powers off one',
  'a set that is not there: ResourceNotFoundError',
  'an operation that fails: HttpResponseError with its code',
  'deletes a set, and again without an error',
] as const;
