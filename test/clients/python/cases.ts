/** The api-versions that the Python client is made to ask at; the first is the reference page's. */
export const PYTHON_API_VERSIONS = [
  '2016-04-30-preview',
  '2017-12-01',
  '2020-06-01',
  '2022-08-01',
] as const;

/** What program.py reports before it comes to the api-versions. */
export const PYTHON_SIGN_IN_CASES = [
  'signs in and finds the subscription',
  'a wrong secret: ClientAuthenticationError',
] as const;

/** What program.py reports for each api-version. */
export const PYTHON_CASES = [
  'makes a resource group',
  'creates a set and waits for it',
  'reads the instance view, with counts as integers',
  'lists sets and instances',
  'restarts all and powers off one',
  'a set that is not there: ResourceNotFoundError',
  'an operation that fails: HttpResponseError with its code',
  'deletes a set, and again without an error',
] as const;
