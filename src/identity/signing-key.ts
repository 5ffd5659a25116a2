import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { EmulatorError, formatInstant } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import { type Store, StoreError } from '../store/index.ts';

const COLLECTION = 'identity';
const KEY = 'signing-key';

/** The one key that signs tokens, ready for use. */
export interface SigningKey {
  /** RFC 7638: the SHA-256 thumbprint of the public key. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Modulus and exponent as the keys document prints them. */
  readonly modulus: string;
  readonly exponent: string;
  /** The first part of every token. */
  readonly encodedHeader: string;
}

/**
 * The key of this installation, made at the first start and kept in the store: tokens survive a
 * restart, and processes that share a database accept each other's.
 */
export async function loadSigningKey(
  store: Pick<Store, 'engine' | 'getDocument' | 'commit'>,
  clock: Pick<Clock, 'wall'>,
): Promise<SigningKey> {
  const kept = await store.getDocument(COLLECTION, KEY);
  if (kept) return fromDocument(kept.value);
  const made = await documentFor(store, clock);
  try {
    await store.commit([
      { kind: 'put', collection: COLLECTION, key: KEY, value: made, expected: 0 },
    ]);
    return fromDocument(made);
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
  }
  // Another process was faster; its key is the one.
  const theirs = await store.getDocument(COLLECTION, KEY);
  if (!theirs)
    throw new EmulatorError(
      'EMU_STORE_UNAVAILABLE',
      'The signing key was removed from the store while it was read. Start again.',
    );
  return fromDocument(theirs.value);
}

/**
 * A store in memory is gone with its process, so all of a process share one key: making it takes longer
 * than everything else of a start.
 */
let ofProcess: Promise<string> | undefined;

function documentFor(
  { engine }: Pick<Store, 'engine'>,
  clock: Pick<Clock, 'wall'>,
): Promise<string> {
  if (engine !== 'memory') return makeDocument(clock);
  ofProcess ??= makeDocument(clock);
  return ofProcess;
}

async function makeDocument(clock: Pick<Clock, 'wall'>): Promise<string> {
  // 2048 bits: what Azure signs with, and every client's RS256 accepts.
  const pair = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const privateKey = pair.privateKey.export({ format: 'jwk' });
  return JSON.stringify({ algorithm: 'RS256', createdAt: formatInstant(clock.wall()), privateKey });
}

function fromDocument(value: string): SigningKey {
  try {
    const { privateKey: jwk } = JSON.parse(value) as { privateKey: JsonWebKey };
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    const publicKey = createPublicKey(privateKey);
    const { n: modulus = '', e: exponent = '' } = publicKey.export({ format: 'jwk' });
    const kid = createHash('sha256')
      .update(JSON.stringify({ e: exponent, kty: 'RSA', n: modulus }))
      .digest('base64url');
    const encodedHeader = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'RS256', kid })).toString(
      'base64url',
    );
    return { kid, privateKey, publicKey, modulus, exponent, encodedHeader };
  } catch {
    // Without the cause: a parser's message may quote the text, and this text is the key.
    throw new EmulatorError(
      'EMU_STORE_UNAVAILABLE',
      `The signing key in the store cannot be read. Remove the document '${KEY}' of the collection '${COLLECTION}', and a new one is made at the next start; tokens issued before are then refused.`,
    );
  }
}
