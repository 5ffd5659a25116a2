import { armErrors, type ArmRequest } from '../../arm/index.ts';
import { isSince } from './api-versions.ts';
import { ETAG_SINCE } from './shapes/scale-set.ts';

/**
 * Refuses with 412 when If-Match or If-None-Match does not hold; in the versions that have ETags.
 *
 * @param etag The set's tag in its quotes; undefined when there is no set.
 */
export function checkEtags(request: ArmRequest, etag: string | undefined): void {
  if (!isSince(request.servedVersion, ETAG_SINCE)) return;
  const ifMatch = request.headers['if-match'];
  if (ifMatch !== undefined && !matches(ifMatch, etag)) {
    throw armErrors.etagMismatch(ifMatch, etag ?? '""');
  }
  const ifNoneMatch = request.headers['if-none-match'];
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) {
    throw armErrors.etagMatches(ifNoneMatch, etag ?? '""');
  }
}

/** `*`, or a list of tags: `"5"`, `W/"5"` and, because clients send what they find, a bare `5`. */
function matches(header: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => bare(tag) === bare(etag));
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '').replaceAll('"', '');
}
