import { armErrors } from './errors/index.ts';
import type { ArmRequest } from './types.ts';

/**
 * Refuses with 412 when the request's If-Match or If-None-Match does not hold.
 * @param etag The resource's tag without quotes; undefined when the resource does not exist.
 */
export function checkPreconditions(
  request: Pick<ArmRequest, 'headers'>,
  etag: string | undefined,
): void {
  const ifMatch = request.headers['if-match'];
  if (ifMatch !== undefined && !matches(ifMatch, etag)) throw armErrors.preconditionFailed();
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) throw armErrors.preconditionFailed();
}

/** `"5"`: the form of the header and of the body's `etag`. */
export function quoteEtag(etag: string | number): string {
  return `"${etag}"`;
}

/** `*`, or a list of tags: `"5"`, `W/"5"` and, because clients send what they find, a bare `5`. */
function matches(header: string, etag: string | undefined): boolean {
  const listed = header.trim();
  if (etag === undefined) return false;
  if (listed === '*') return true;
  return listed.split(',').some((tag) => /^(?:W\/)?"?([^"]*)"?$/.exec(tag.trim())?.[1] === etag);
}
