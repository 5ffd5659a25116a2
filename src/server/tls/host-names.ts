import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { EmulatorError } from '../../base/index.ts';

/** A name under which the server may be reached; IPv6 addresses in their shortest form. */
export type HostName =
  | { readonly kind: 'dns'; readonly name: string }
  /** `network`: the addresses around it that the authority may speak for, as `127.0.0.0/8`. */
  | { readonly kind: 'ip'; readonly name: string; readonly network: string };

const LOCAL: readonly HostName[] = [
  { kind: 'dns', name: 'localhost' },
  { kind: 'dns', name: '*.localhost' },
  ipName('127.0.0.1'),
  ipName('::1'),
];

/**
 * This machine's own names and the configured ones. Addresses that mean "every interface" are no
 * names. Throws EMU_BAD_OPTION for what can be none.
 */
export function hostNames(configured: readonly string[]): readonly HostName[] {
  const names = new Map(LOCAL.map((host) => [host.name, host]));
  for (const text of configured) {
    const host = parseHostName(text);
    if (host !== undefined && !names.has(host.name)) names.set(host.name, host);
  }
  return [...names.values()];
}

/** Whether a certificate's subjectAltName, as node:crypto writes it, has these hosts and no others. */
export function namesExactly(subjectAltName: string, hosts: readonly HostName[]): boolean {
  const written = subjectAltName.split(', ').map((entry) => {
    const [, kind, name = ''] = /^(DNS|IP Address):(.*)$/.exec(entry) ?? [];
    if (kind === 'DNS') return `dns:${name}`;
    return isIP(name) === 0 ? entry : `ip:${shortest(name)}`;
  });
  const wanted = new Set(hosts.map(({ kind, name }) => `${kind}:${name}`));
  return written.length === wanted.size && written.every((name) => wanted.has(name));
}

function parseHostName(text: string): HostName | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) {
    const host = ipName(bare);
    return host.name === '0.0.0.0' || host.name === '::' ? undefined : host;
  }
  const name = domainToASCII(bare).replace(/\.$/, '');
  const labels = name.replace(/^\*\./, '').split('.');
  if (name.length > 253 || !labels.every((label) => /^[a-z0-9_][a-z0-9_-]{0,62}$/.test(label))) {
    throw new EmulatorError('EMU_BAD_OPTION', `'${text}' is not a host name or an IP address.`);
  }
  return { kind: 'dns', name };
}

function ipName(address: string): HostName {
  const name = shortest(address);
  if (name.includes(':')) return { kind: 'ip', name, network: `${name}/128` };
  // An address below a local network is local already.
  return { kind: 'ip', name, network: name.startsWith('127.') ? '127.0.0.0/8' : `${name}/32` };
}

/** The URL parser writes every form of an IPv6 address in its shortest, without dotted parts. */
function shortest(address: string): string {
  if (isIP(address) === 4) return address;
  return new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
}
