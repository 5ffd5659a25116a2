import { createHash } from 'node:crypto';

/**
 * SHA-256 of the bytes of an answer. Links in it begin with the name by which the client knew the emulator
 * (`https://localhost:8677`), which is another one in another run.
 */
export function digestOf(bytes: Uint8Array, origin: string): string {
  const text = Buffer.from(bytes).toString('latin1').replaceAll(origin, '{origin}');
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
