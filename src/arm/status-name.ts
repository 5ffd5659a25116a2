/**
 * The name of an HTTP status as operations and the activity log write it: .NET's `HttpStatusCode`,
 * e.g. `NotFound` for 404. A status without a name is its number.
 */
export function statusName(httpStatus: number): string {
  return STATUS_NAMES[httpStatus] ?? String(httpStatus);
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'NoContent',
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};
