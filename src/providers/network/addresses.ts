import { hashText } from '../../base/index.ts';

/**
 * A public address that belongs to a text. From blocks that are set aside for documentation and
 * benchmarks (RFC 5737, 2544, 3849), so that nobody is reached who is not meant.
 */
export function publicAddress(text: string, family: 'IPv4' | 'IPv6'): string {
  const hash = hashText(text, 0x1b);
  if (family === 'IPv6') {
    return `2001:db8:${(hash >>> 16).toString(16)}:${(hash & 0xffff).toString(16)}::1`;
  }
  // 198.18.0.0/15 has the room that the /24 blocks of RFC 5737 lack.
  return `198.${18 + ((hash >>> 16) & 1)}.${(hash >>> 8) & 0xff}.${hash & 0xff}`;
}
