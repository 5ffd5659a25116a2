// The library's injector refuses to load without it, so it comes first.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate as Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { KeyObject, webcrypto, X509Certificate } from 'node:crypto';
import type { Credentials } from './certificate-files.ts';
import type { HostName } from './host-names.ts';
import { permitOnly, permitsAll } from './name-constraints.ts';

// This file and what it imports is loaded where certificates are made, never where they are read:
// the library takes a tenth of a second.

const DAY_MS = 86_400_000;
/** Ours is trusted by hand, so it must not run out soon. */
const AUTHORITY_DAYS = 3_650;
/** The longest that browsers accept of a server. */
const SERVER_DAYS = 397;
/** Before this, a certificate counts already: clocks of machines and containers differ. */
const BACKDATED_DAYS = 1;

const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };

/** A certificate authority that can speak for these hosts only, whoever gets hold of its key. */
export async function makeAuthority(
  hosts: readonly HostName[],
  nowMs: number,
): Promise<Credentials> {
  const keys = await makeKeys();
  const keyId = await SubjectKeyIdentifierExtension.create(keys.publicKey);
  const made = await X509CertificateGenerator.createSelfSigned({
    keys,
    // The name differs from installation to installation, or trust stores would mix them up.
    name: nameOf(`Lazulite local authority ${keyId.keyId.slice(0, 8)}`),
    notBefore: new Date(nowMs - BACKDATED_DAYS * DAY_MS),
    notAfter: new Date(nowMs + AUTHORITY_DAYS * DAY_MS),
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      keyId,
      permitOnly(hosts),
    ],
  });
  return credentials(made, keys);
}

/** The server's certificate. */
export async function makeServer(
  authority: Credentials,
  hosts: readonly HostName[],
  nowMs: number,
): Promise<Credentials> {
  const keys = await makeKeys();
  const issuer = new Certificate(authority.certificate.raw);
  const untilMs = Math.min(nowMs + SERVER_DAYS * DAY_MS, issuer.notAfter.getTime());
  const made = await X509CertificateGenerator.create({
    publicKey: keys.publicKey,
    signingKey: authority.key.toCryptoKey(KEY_ALGORITHM, false, ['sign']),
    subject: nameOf('localhost'),
    issuer: issuer.subjectName,
    notBefore: new Date(nowMs - BACKDATED_DAYS * DAY_MS),
    notAfter: new Date(untilMs),
    signingAlgorithm: SIGNING_ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      // Strict verification (Python 3.13 and later) demands the authority's key identifier.
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      new SubjectAlternativeNameExtension(
        hosts.map(({ kind, name }) => ({ type: kind, value: name })),
      ),
    ],
  });
  return credentials(made, keys);
}

/** Whether an authority of ours may speak for all of these hosts. */
export function speaksFor(authority: X509Certificate, hosts: readonly HostName[]): boolean {
  return permitsAll(new Certificate(authority.raw), hosts);
}

/** EC P-256 shakes hands 1.5 times as fast as RSA-2048, and every client of today has it. */
function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
}

function nameOf(commonName: string): JsonName {
  return [{ O: ['Lazulite'] }, { CN: [commonName] }];
}

function credentials(made: Certificate, keys: webcrypto.CryptoKeyPair): Credentials {
  return {
    certificate: new X509Certificate(Buffer.from(made.rawData)),
    key: KeyObject.from(keys.privateKey),
  };
}
