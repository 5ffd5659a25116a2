import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { EmulatorError } from '../../base/index.ts';
import { context, sequence } from './der.ts';

/** A name under which the server may be reached. */
export type HostName =
  | { readonly kind: 'dns'; readonly name: string }
  /** 4 or 16 bytes, and how many leading bits of them the authority may speak for. */
  | { readonly kind: 'ip'; readonly bytes: Uint8Array; readonly prefixBits: number };

const LOCAL: readonly HostName[] = [
  { kind: 'dns', name: 'localhost' },
  { kind: 'dns', name: '*.localhost' },
  { kind: 'ip', bytes: ipBytes('127.0.0.1'), prefixBits: 8 },
  { kind: 'ip', bytes: ipBytes('::1'), prefixBits: 128 },
];

/**
 * This machine's own names and the configured ones. Addresses that mean "every interface" are no
 * names. Throws EMU_BAD_OPTION for what can be none.
 */
export function hostNames(configured: readonly string[]): readonly HostName[] {
  const names = [...LOCAL];
  const known = new Set(names.map(identityOf));
  for (const text of configured) {
    const host = parseHostName(text);
    if (host === undefined || known.has(identityOf(host))) continue;
    known.add(identityOf(host));
    names.push(host);
  }
  return names;
}

/** An entry of subjectAltName. */
export function alternativeName(host: HostName): Buffer {
  return host.kind === 'dns'
    ? context(2, 'primitive', Buffer.from(host.name))
    : context(7, 'primitive', host.bytes);
}

/** An entry of nameConstraints: a domain with all below it, or an address with its mask. */
export function constraintSubtree(host: HostName): Buffer {
  if (host.kind === 'dns') {
    return sequence(context(2, 'primitive', Buffer.from(host.name.replace(/^\*\./, ''))));
  }
  const mask = Uint8Array.from(host.bytes, (_, index) => {
    const bits = Math.min(8, Math.max(0, host.prefixBits - index * 8));
    return (0xff00 >> bits) & 0xff;
  });
  const network = host.bytes.map((byte, index) => byte & (mask[index] ?? 0));
  return sequence(context(7, 'primitive', network, mask));
}

function parseHostName(text: string): HostName | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) {
    const bytes = ipBytes(bare);
    if (bytes.every((byte) => byte === 0)) return undefined;
    // An address below a local network is local already.
    if (bytes.length === 4 && bytes[0] === 127) return { kind: 'ip', bytes, prefixBits: 8 };
    return { kind: 'ip', bytes, prefixBits: bytes.length * 8 };
  }
  const name = domainToASCII(bare).replace(/\.$/, '');
  const labels = name.replace(/^\*\./, '').split('.');
  if (name.length > 253 || !labels.every((label) => /^[a-z0-9_][a-z0-9_-]{0,62}$/.test(label))) {
    throw new EmulatorError('EMU_BAD_OPTION', `'${text}' is not a host name or an IP address.`);
  }
  return { kind: 'dns', name };
}

function identityOf(host: HostName): string {
  return host.kind === 'dns' ? host.name : host.bytes.join('.');
}

function ipBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.'), Number);
  // The URL parser writes every form of an IPv6 address in its shortest, without dotted parts.
  const short = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const words = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16));
  const left = words(head);
  const right = tail === undefined ? [] : words(tail);
  const all = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 0xff]));
}
