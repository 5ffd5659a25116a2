import { BlockList, isIP } from 'node:net';

/** Hosts seen before; a guesser of names makes us forget, not grow. */
const REMEMBERED_HOSTS = 256;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export interface HostGuardOptions {
  /** Where the listener listens. */
  readonly host: string;
  /** Further names, as `--host` gives them. */
  readonly allowedHosts: readonly string[];
}

/**
 * Decides by the Host header whether a request was meant for us. A page of a foreign site can point
 * its own name at 127.0.0.1 (DNS rebinding); its requests then come from the browser of our user,
 * with that name. So only our own names count, and addresses, which nobody can rebind.
 */
export function createHostGuard({
  host,
  allowedHosts,
}: HostGuardOptions): (header: string) => boolean {
  const everywhere = host === '0.0.0.0' || host === '::' || host === '[::]';
  const names = new Set([host, ...allowedHosts].map(bareName));
  const verdicts = new Map<string, boolean>();
  let lastHeader = '';
  let lastVerdict = false;

  function judge(header: string): boolean {
    const name = nameOf(header);
    if (name === undefined) return false;
    if (name === 'localhost' || name.endsWith('.localhost') || names.has(name)) return true;
    const version = isIP(name);
    if (version === 0) return false;
    // Listening on every interface, we have every address of the machine for a name.
    return everywhere || loopback.check(name, version === 4 ? 'ipv4' : 'ipv6');
  }

  return (header) => {
    if (header === lastHeader) return lastVerdict;
    let verdict = verdicts.get(header);
    if (verdict === undefined) {
      verdict = judge(header);
      if (verdicts.size >= REMEMBERED_HOSTS) verdicts.clear();
      verdicts.set(header, verdict);
    }
    lastHeader = header;
    lastVerdict = verdict;
    return verdict;
  };
}

/** The name without port; undefined when the header is no host at all. */
function nameOf(header: string): string | undefined {
  const match = /^(?:\[([\da-f:.]{2,45})\]|([\w.-]{1,255}))(?::\d{1,5})?$/i.exec(header);
  if (!match) return undefined;
  return match[1] === undefined ? bareName(match[2] ?? '') : bareName(match[1]);
}

function bareName(host: string): string {
  return host
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}
