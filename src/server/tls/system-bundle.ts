import { realpathSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { readText } from './certificate-files.ts';

/** Where operating systems keep the certificates they trust, as OpenSSL and Go look for them. */
const USUAL_PLACES = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Alpine
  '/etc/pki/tls/certs/ca-bundle.crt', // Fedora, RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // RHEL 7
  '/etc/ssl/cert.pem', // macOS, BSD
];

/**
 * What this machine trusts, for clients whose variable replaces their own list. A user's
 * SSL_CERT_FILE goes first (a company's authority stands in there), unless it is our own bundle.
 */
export function readSystemBundle(ownBundle: string, places?: readonly string[]): string {
  const configured = process.env['SSL_CERT_FILE'];
  for (const place of places ?? [...(configured ? [configured] : []), ...USUAL_PLACES]) {
    if (sameFile(place, ownBundle)) continue;
    const text = readText(place);
    if (text?.includes('-----BEGIN CERTIFICATE-----'))
      return text.endsWith('\n') ? text : `${text}\n`;
  }
  return `${rootCertificates.join('\n')}\n`;
}

function sameFile(a: string, b: string): boolean {
  return a === b || realPath(a) === realPath(b);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    // A file that is not there is the same as no other.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return file;
    throw error;
  }
}
