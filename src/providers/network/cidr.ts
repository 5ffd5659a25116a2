/** A block of addresses, of either family. */
export interface Cidr {
  readonly family: 'IPv4' | 'IPv6';
  /** The first address as a number. */
  readonly start: bigint;
  /** How many addresses it has. */
  readonly size: bigint;
  readonly length: number;
}

const BITS = { IPv4: 32, IPv6: 128 } as const;

/** Undefined when it is none. Bits behind the prefix are left as they are: see `isAligned`. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return undefined;
  const parsed = parseAddress(address);
  if (!parsed || Number(bits) > BITS[parsed.family]) return undefined;
  const size = 1n << BigInt(BITS[parsed.family] - Number(bits));
  return { family: parsed.family, start: parsed.value, size, length: Number(bits) };
}

/** The same block beginning where it has to: `10.0.3.0/24` of `10.0.3.5/24`. */
export function aligned(block: Cidr): Cidr {
  return { ...block, start: block.start - (block.start % block.size) };
}

export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.family === inner.family &&
    outer.start <= inner.start &&
    inner.start + inner.size <= outer.start + outer.size
  );
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.family === b.family && a.start < b.start + b.size && b.start < a.start + a.size;
}

export function formatCidr(block: Cidr): string {
  return `${formatAddress(block.family, block.start)}/${block.length}`;
}

export function parseAddress(
  text: string,
): { readonly family: Cidr['family']; readonly value: bigint } | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    if (parts.some((part) => part > 255)) return undefined;
    return { family: 'IPv4', value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  const value = parseGroups(text);
  return value === undefined ? undefined : { family: 'IPv6', value };
}

/** Eight groups of hex digits, one run of zeros left out as `::`. */
function parseGroups(text: string): bigint | undefined {
  if (!/^[0-9a-f:]{2,39}$/i.test(text)) return undefined;
  const [left = '', right, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [head, tail] = [groups(left), groups(right ?? '')];
  const missing = 8 - head.length - tail.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => sum * 65_536n + BigInt(Number.parseInt(group, 16)), 0n);
}

export function formatAddress(family: Cidr['family'], value: bigint): string {
  if (family === 'IPv4') {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(112 - 16 * at)) & 65_535n).toString(16),
  );
  // The longest run of zeros is left out (RFC 5952).
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  const text = groups.join(':');
  if (longest === undefined) return text;
  return text
    .replace(longest, ':')
    .replace(/^:(?!:)/, '::')
    .replace(/(?<!:):$/, '::')
    .replace(/:{3,}/, '::');
}
