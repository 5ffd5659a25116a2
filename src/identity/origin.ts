import type { HttpRequest } from '../base/index.ts';

/**
 * Scheme and authority under which the client reached us, e.g. `https://localhost:8677`. Every link
 * is made from it, because behind a container's port map only the client knows our name.
 */
export function originOf(request: Pick<HttpRequest, 'headers' | 'secure'>): string {
  return (request.secure ? 'https://' : 'http://') + authorityOf(request);
}

let lastHost: string | undefined;
let lastAuthority = 'localhost';

/** The Host header where it can be part of a link, else `localhost`. Nearly always that of before. */
function authorityOf(request: Pick<HttpRequest, 'headers'>): string {
  const host = request.headers['host'];
  if (host === lastHost) return lastAuthority;
  lastHost = host;
  lastAuthority = host !== undefined && /^[\w.:[\]-]{1,261}$/.test(host) ? host : 'localhost';
  return lastAuthority;
}
