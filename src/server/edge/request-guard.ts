import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../../base/index.ts';
import { refusal } from './refusal.ts';

/**
 * Who may ask at all, decided before anything is done: undefined, or the refusal. A browser says for
 * whom it asks (Origin, Sec-Fetch-Site); programs say nothing. So a request that names another site
 * comes from a page of that site, and gets nowhere; there are no CORS headers, for nobody.
 */
export function guardRequest(
  headers: IncomingHttpHeaders,
  secure: boolean,
  isOurHost: (header: string) => boolean,
): HttpResponse | undefined {
  const host = headers.host;
  if (host === undefined || host === '')
    return refusal(400, 'BadRequest', 'The Host header is missing.');
  if (!isOurHost(host)) {
    return refusal(
      403,
      'EMU_FORBIDDEN_HOST',
      `Lazulite answers under its own names only, and '${host}' is none of them. Use localhost, or start it with that name: --host.`,
    );
  }
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin === undefined && site === undefined) return undefined;
  const ours = (secure ? 'https://' : 'http://') + host;
  if (origin !== undefined && origin.toLowerCase() !== ours.toLowerCase()) return foreign(origin);
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return foreign(site);
  return undefined;
}

function foreign(origin: string): HttpResponse {
  return refusal(
    403,
    'EMU_FORBIDDEN_ORIGIN',
    `Lazulite answers no requests that a web page of another site makes ('${origin}').`,
  );
}
