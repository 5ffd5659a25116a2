import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { alternativeNames, type Credentials, makeAuthority, makeServer } from './certificate.ts';
import {
  keyPem,
  makeFolder,
  readCredentials,
  writeCredentials,
  writePublicText,
} from './certificate-files.ts';
import { constraintSubtree, type HostName, hostNames } from './host-names.ts';
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
 * so processes that start together agree. Reading takes about a millisecond.
 */
export function openCertificates({
  folder,
  hosts,
  nowMs = Date.now(),
  systemBundles,
}: CertificateOptions): Certificates {
  const names = hostNames(hosts);
  const authorityFile = join(folder, 'ca-key.pem');
  const serverFile = join(folder, 'server.pem');
  const caFile = join(folder, 'ca.pem');
  const caBundleFile = join(folder, 'ca-bundle.pem');

  const authority = openAuthority(authorityFile, folder, names, nowMs);
  let server = readCredentials(serverFile);
  if (
    server === undefined ||
    !isGoodServer(server.certificate, authority.certificate, names, nowMs)
  ) {
    server = makeServer(authority, names, nowMs);
    writeCredentials(serverFile, server, 'replace');
  }
  const authorityPem = authority.certificate.toString();
  writePublicText(caFile, authorityPem);
  writePublicText(caBundleFile, authorityPem + readSystemBundle(caBundleFile, systemBundles));
  return { key: keyPem(server), cert: server.certificate.toString(), caFile, caBundleFile };
}

function openAuthority(
  file: string,
  folder: string,
  names: readonly HostName[],
  nowMs: number,
): Credentials {
  const kept = readCredentials(file);
  if (kept !== undefined && isGoodAuthority(kept.certificate, names, nowMs)) return kept;
  makeFolder(folder);
  const made = makeAuthority(names, nowMs);
  writeCredentials(file, made, kept === undefined ? 'unless-there' : 'replace');
  const decided = readCredentials(file);
  if (decided !== undefined && isGoodAuthority(decided.certificate, names, nowMs)) return decided;
  // What is there is no authority for these hosts (a spoilt file, or one for others): ours replaces it.
  writeCredentials(file, made, 'replace');
  return made;
}

/** An authority for more hosts than are asked for stays: people have told their programs to trust it. */
function isGoodAuthority(
  authority: X509Certificate,
  names: readonly HostName[],
  nowMs: number,
): boolean {
  return (
    authority.ca &&
    isInForce(authority, nowMs) &&
    authority.verify(authority.publicKey) &&
    names.every((name) => authority.raw.includes(constraintSubtree(name)))
  );
}

function isGoodServer(
  server: X509Certificate,
  authority: X509Certificate,
  names: readonly HostName[],
  nowMs: number,
): boolean {
  return (
    isInForce(server, nowMs) &&
    server.checkIssued(authority) &&
    server.verify(authority.publicKey) &&
    server.raw.includes(alternativeNames(names))
  );
}

function isInForce(certificate: X509Certificate, nowMs: number): boolean {
  return (
    certificate.validFromDate.getTime() <= nowMs &&
    certificate.validToDate.getTime() - nowMs > RENEW_BEFORE_MS
  );
}
