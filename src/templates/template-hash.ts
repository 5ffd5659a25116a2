import type { JsonObject } from '../base/index.ts';
import { murmur64 } from './murmur.ts';

/**
 * The `templateHash` of a deployment: the hash of the template's compact JSON in upper case. Found by
 * trying forms against the template and hash that template-functions-deployment prints (13135986259522608210).
 */
export function templateHash(template: JsonObject): string {
  return murmur64(Buffer.from(upperInvariant(JSON.stringify(template)), 'utf8')).toString();
}

/** Letter by letter, as .NET's ToUpperInvariant: what would become two letters stays. */
function upperInvariant(text: string): string {
  const upper = text.toUpperCase();
  if (upper.length === text.length) return upper;
  return Array.from(text, (letter) => {
    const one = letter.toUpperCase();
    return one.length === letter.length ? one : letter;
  }).join('');
}
