import { hashText } from '../../base/index.ts';
import type { Shell } from '../shells/shell.ts';
import { aligned, type Cidr, formatAddress } from './cidr.ts';

/*
 * Public addresses come out of blocks that are set aside for benchmarks and documentation (RFC 2544:
 * 198.18.0.0/15; RFC 3849: 2001:db8::/32), so that nobody is reached who is not meant.
 */
const FIRST = { IPv4: 0xc612_0000n, IPv6: 0x2001_0db8n << 96n } as const;

/** A public address that belongs to a text. */
export function publicAddress(text: string, family: Cidr['family']): string {
  const hash = BigInt(hashText(text, 0x1b));
  const value = family === 'IPv4' ? hash & 0x1_ffffn : (hash << 64n) | 1n;
  return formatAddress(family, FIRST[family] + value);
}

/** The block of a publicIPPrefix. */
export function publicBlock({ guid, properties }: Pick<Shell, 'guid' | 'properties'>): Cidr {
  const family = properties['publicIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
  const length = Number(properties['prefixLength']);
  const hash = BigInt(hashText(guid, 0x1c));
  const size = 1n << BigInt((family === 'IPv4' ? 32 : 128) - length);
  const start = FIRST[family] + (family === 'IPv4' ? hash & 0x1_ffffn : hash << 64n);
  return aligned({ family, start, size, length });
}

/** An address of a block that belongs to a text. */
export function addressOutOf(block: Cidr, text: string): string {
  const offset = BigInt(hashText(text, 0x1d)) % block.size;
  return formatAddress(block.family, block.start + offset);
}
