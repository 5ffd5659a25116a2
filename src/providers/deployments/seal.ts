import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { invariant } from '../../base/index.ts';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what a deployment must know again after a restart and nobody may read: its template and
 * its parameters, secure ones among them. The nonce is a keyed hash of what is encrypted and for
 * whom, so that two texts never share one and the same text gives the same bytes.
 */
export interface Sealer {
  seal(subject: string, value: unknown): string;
  open(subject: string, sealed: string): unknown;
}

/** @param installationKey the key of this store's secrets; ours is derived from it. */
export function createSealer(installationKey: Uint8Array): Sealer {
  const encryption = derive(installationKey, 'deployments/encryption');
  const nonces = derive(installationKey, 'deployments/nonces');
  return {
    seal(subject, value) {
      const text = Buffer.from(JSON.stringify(value), 'utf8');
      const iv = createHmac('sha256', nonces)
        .update(`${subject}\n`)
        .update(text)
        .digest()
        .subarray(0, IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, encryption, iv).setAAD(Buffer.from(subject));
      const body = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },

    open(subject, sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      invariant(bytes.length >= IV_BYTES + TAG_BYTES, 'a sealed text is cut off');
      const decipher = createDecipheriv(ALGORITHM, encryption, bytes.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(subject))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = bytes.subarray(IV_BYTES + TAG_BYTES);
      const text = Buffer.concat([decipher.update(body), decipher.final()]);
      return JSON.parse(text.toString('utf8')) as unknown;
    },
  };
}

function derive(key: Uint8Array, purpose: string): Buffer {
  return createHmac('sha256', key).update(purpose).digest();
}
