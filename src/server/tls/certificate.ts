import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import {
  bitString,
  boolean,
  context,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts';
import { alternativeName, constraintSubtree, type HostName } from './host-names.ts';

const DAY_MS = 86_400_000;
/** Ours is trusted by hand, so it must not run out soon. */
const AUTHORITY_DAYS = 3_650;
/** The longest that browsers accept of a server. */
const SERVER_DAYS = 397;
/** Before this, a certificate counts already: clocks of machines and containers differ. */
const BACKDATED_DAYS = 1;

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** A certificate and its private key. */
export interface Credentials {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** A certificate authority that can speak for these hosts only, whoever gets hold of its key. */
export function makeAuthority(hosts: readonly HostName[], nowMs: number): Credentials {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyId = keyIdOf(pair.publicKey);
  // The name differs from installation to installation, or trust stores would mix them up.
  const name = distinguishedName(`Lazulite local authority ${keyId.toString('hex', 0, 4)}`);
  return issue({
    pair,
    subject: name,
    issuer: name,
    signer: pair.privateKey,
    nowMs,
    untilMs: nowMs + AUTHORITY_DAYS * DAY_MS,
    extensions: [
      extension('2.5.29.19', 'critical', sequence(boolean(true), integer(Buffer.of(0)))), // basicConstraints
      extension('2.5.29.15', 'critical', bitString(Buffer.of(0b0000_0110), 1)), // keyUsage: certificates, CRLs
      extension('2.5.29.14', 'plain', octetString(keyId)), // subjectKeyIdentifier
      nameConstraints(hosts),
    ],
  });
}

/** The server's certificate. */
export function makeServer(
  authority: Credentials,
  hosts: readonly HostName[],
  nowMs: number,
): Credentials {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return issue({
    pair,
    subject: distinguishedName('localhost'),
    issuer: subjectOf(authority.certificate),
    signer: authority.key,
    nowMs,
    untilMs: Math.min(nowMs + SERVER_DAYS * DAY_MS, authority.certificate.validToDate.getTime()),
    extensions: [
      extension('2.5.29.19', 'critical', sequence()), // basicConstraints: no authority
      extension('2.5.29.15', 'critical', bitString(Buffer.of(0b1000_0000), 7)), // keyUsage: digitalSignature
      extension('2.5.29.37', 'plain', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))), // serverAuth
      extension('2.5.29.14', 'plain', octetString(keyIdOf(pair.publicKey))),
      // Strict verification (Python 3.13 and later) demands the authority's key identifier.
      extension(
        '2.5.29.35',
        'plain',
        sequence(context(0, 'primitive', keyIdOf(authority.certificate.publicKey))),
      ),
      alternativeNames(hosts),
    ],
  });
}

/** subjectAltName, as the server's certificate has it. */
export function alternativeNames(hosts: readonly HostName[]): Buffer {
  return extension('2.5.29.17', 'plain', sequence(...hosts.map(alternativeName)));
}

/** nameConstraints with permitted subtrees only (RFC 5280 §4.2.1.10: must be critical). */
function nameConstraints(hosts: readonly HostName[]): Buffer {
  const subtrees = [...new Set(hosts.map((host) => constraintSubtree(host).toString('latin1')))];
  const permitted = subtrees.map((subtree) => Buffer.from(subtree, 'latin1'));
  return extension('2.5.29.30', 'critical', sequence(context(0, 'constructed', ...permitted)));
}

interface Order {
  readonly pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly signer: KeyObject;
  readonly nowMs: number;
  readonly untilMs: number;
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 §4.1. */
function issue({ pair, subject, issuer, signer, nowMs, untilMs, extensions }: Order): Credentials {
  const version3 = context(0, 'constructed', integer(Buffer.of(2)));
  const body = sequence(
    version3,
    integer(randomBytes(16)),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(nowMs - BACKDATED_DAYS * DAY_MS), time(untilMs)),
    subject,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, 'constructed', sequence(...extensions)),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, signer)));
  return { certificate: new X509Certificate(der), key: pair.privateKey };
}

function extension(identifier: string, weight: 'critical' | 'plain', value: Uint8Array): Buffer {
  const critical = weight === 'critical' ? [boolean(true)] : [];
  return sequence(objectIdentifier(identifier), ...critical, octetString(value));
}

function distinguishedName(commonName: string): Buffer {
  const attribute = (identifier: string, value: string): Buffer =>
    set(sequence(objectIdentifier(identifier), utf8String(value)));
  return sequence(attribute('2.5.4.10', 'Lazulite'), attribute('2.5.4.3', commonName));
}

/** The authority's own name, made again: we name authorities by their key. */
function subjectOf(authority: X509Certificate): Buffer {
  return distinguishedName(
    `Lazulite local authority ${keyIdOf(authority.publicKey).toString('hex', 0, 4)}`,
  );
}

/** RFC 5280 §4.2.1.2 (1): SHA-1 of the key's bits; of a P-256 key those are the last 65 bytes. */
function keyIdOf(publicKey: KeyObject): Buffer {
  const bits = publicKey.export({ type: 'spki', format: 'der' }).subarray(-65);
  return createHash('sha1').update(bits).digest();
}
