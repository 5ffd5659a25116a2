import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from '../../base/index.ts';
import {
  type Credentials,
  keyPem,
  readCredentials,
  writeCredentials,
  writePublicText,
} from './certificate-files.ts';
import { namesExactly, type HostName, hostNames } from './host-names.ts';
import { readSystemBundle } from './system-bundle.ts';

/** A certificate that ends sooner than this is made anew at the next start. */
const RENEW_BEFORE_MS = 30 * 86_400_000;

export interface CertificateOptions {
  /** The data folder; made for its owner alone when it is not there. */
  readonly folder: string;
  /** Names and addresses beside this machine's own, as `--host` gives them. */
  readonly hosts: readonly string[];
  /** The machine's time; certificates are judged by other programs' clocks. */
  readonly nowMs?: number;
  /** Where to look for the system's bundle, instead of the usual places. */
  readonly systemBundles?: readonly string[];
}

/** What the listener and the ready file need. */
export interface Certificates {
  /** Private key and certificate of the server, in PEM. */
  readonly key: string;
  readonly cert: string;
  /** The authority's certificate, for clients that add to their list. */
  readonly caFile: string;
  /** The authority's and the system's, for clients that replace their list. */
  readonly caBundleFile: string;
}

/**
 * The certificates of this installation: read when they are good, made when they are not there, have
 * run out or do not fit the hosts. `ca-key.pem` is the one truth, everything else is derived from it,
 * so processes that start together agree. Reading takes about a millisecond, making 0.2 s.
 */
export async function openCertificates({
  folder,
  hosts,
  nowMs = Date.now(),
  systemBundles,
}: CertificateOptions): Promise<Certificates> {
  const names = hostNames(hosts);
  const caFile = join(folder, 'ca.pem');
  const caBundleFile = join(folder, 'ca-bundle.pem');
  const { authority, server } =
    readGood(folder, names, nowMs) ?? (await makeMissing(folder, names, nowMs));
  const authorityPem = authority.certificate.toString();
  writePublicText(caFile, authorityPem);
  writePublicText(caBundleFile, authorityPem + readSystemBundle(caBundleFile, systemBundles));
  return { key: keyPem(server), cert: server.certificate.toString(), caFile, caBundleFile };
}

interface Pair {
  readonly authority: Credentials;
  readonly server: Credentials;
}

const authorityFileIn = (folder: string): string => join(folder, 'ca-key.pem');
const serverFileIn = (folder: string): string => join(folder, 'server.pem');

/** An authority that has signed a server's certificate for these hosts may speak for them. */
function readGood(folder: string, names: readonly HostName[], nowMs: number): Pair | undefined {
  const authority = readCredentials(authorityFileIn(folder));
  const server = readCredentials(serverFileIn(folder));
  const isGood =
    authority !== undefined &&
    server !== undefined &&
    isAuthority(authority.certificate, nowMs) &&
    isInForce(server.certificate, nowMs) &&
    server.certificate.checkIssued(authority.certificate) &&
    server.certificate.verify(authority.certificate.publicKey) &&
    namesExactly(server.certificate.subjectAltName ?? '', names);
  return isGood ? { authority, server } : undefined;
}

/** A new certificate of the server, and an authority for it unless the one that is there will do. */
async function makeMissing(
  folder: string,
  names: readonly HostName[],
  nowMs: number,
): Promise<Pair> {
  // Only here: what makes certificates takes a tenth of a second to load.
  const { makeAuthority, makeServer, speaksFor } = await import('./certificate.ts');
  const file = authorityFileIn(folder);
  // One for more hosts than are asked for stays: people have told their programs to trust it.
  const isGood = (kept: Credentials | undefined): kept is Credentials =>
    kept !== undefined &&
    isAuthority(kept.certificate, nowMs) &&
    speaksFor(kept.certificate, names);
  let authority = readCredentials(file);
  if (!isGood(authority)) {
    makeFolder(folder);
    const made = await makeAuthority(names, nowMs);
    writeCredentials(file, made, authority === undefined ? 'unless-there' : 'replace');
    authority = readCredentials(file);
    if (!isGood(authority)) {
      // What is there is no authority for these hosts (a spoilt file, or one for others): ours replaces it.
      writeCredentials(file, made, 'replace');
      authority = made;
    }
  }
  const server = await makeServer(authority, names, nowMs);
  writeCredentials(serverFileIn(folder), server, 'replace');
  return { authority, server };
}

function isAuthority(certificate: X509Certificate, nowMs: number): boolean {
  return (
    certificate.ca && isInForce(certificate, nowMs) && certificate.verify(certificate.publicKey)
  );
}

function isInForce(certificate: X509Certificate, nowMs: number): boolean {
  return (
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.validToDate.getTime() - nowMs > RENEW_BEFORE_MS
  );
}
