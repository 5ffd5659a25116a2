import { createHmac, timingSafeEqual } from 'node:crypto';
import { formatInstantSeconds, type Instant, parseInstant } from '../../../base/index.ts';

/** Addresses begin like this; everything of our own is under `/_lazulite`. */
export const BOOT_DIAGNOSTICS = '/_lazulite/boot-diagnostics';

/** The parameters of a signature over one blob, as those of Azure's storage are called. */
const VERSION = 'sv=2021-08-06&sr=b&sp=r';

/**
 * An address that may be read until `expiry` by whoever has it: who signs it need not remember it.
 *
 * @param path from the root, unescaped
 */
export function signedAddress(path: string, expiry: Instant, key: Uint8Array): string {
  const end = `${formatInstantSeconds(expiry).slice(0, 19)}Z`;
  const signature = encodeURIComponent(signatureOf(path, end, key));
  return `${encodeURI(path)}?${VERSION}&se=${encodeURIComponent(end)}&sig=${signature}`;
}

/** The path of an address that we signed, and until when it may be read; undefined for all others. */
export function readSignedAddress(
  target: string,
  key: Uint8Array,
): { readonly path: string; readonly expiry: Instant } | undefined {
  const [escaped = '', query = ''] = target.split('?');
  const parameters = new URLSearchParams(query);
  const end = parameters.get('se') ?? '';
  const path = unescaped(escaped);
  const expiry = parseInstant(end);
  if (path === undefined || expiry === undefined) return undefined;
  const given = Buffer.from(parameters.get('sig') ?? '');
  const right = Buffer.from(signatureOf(path, end, key));
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return { path, expiry };
}

function unescaped(path: string): string | undefined {
  try {
    return decodeURI(path);
  } catch (error) {
    // What is not escaped as URIs are was never signed.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function signatureOf(path: string, end: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(`boot-diagnostics\0${path}\0${end}`).digest('base64');
}
