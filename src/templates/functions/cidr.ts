import type { JsonValue } from '../../base/index.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionGroup } from '../function-table.ts';

/** Source: template-functions-cidr. */
export const cidrFunctions: FunctionGroup = {
  cidrHost: { usage: 'cidrHost(network, hostIndex)', min: 2, max: 2, run: host },
  cidrSubnet: { usage: 'cidrSubnet(network, newCIDR, subnetIndex)', min: 3, max: 3, run: subnet },
  parseCidr: { usage: 'parseCidr(network)', min: 1, max: 1, run: parse },
};

interface Network {
  /** 32 or 128 bits. */
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly prefix: number;
}

function networkOf(args: Arguments): Network {
  const [, address = '', prefixText = ''] = /^([^/]*)\/(\d{1,3})$/.exec(args.text(0)) ?? [];
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 32 ? readV4(address) : readV6(address);
  const prefix = Number(prefixText);
  if (value === undefined || prefixText === '' || prefix > bits) {
    return args.fail(
      `the value '${args.text(0).slice(0, 100)}' is not a valid address range in CIDR notation.`,
    );
  }
  return { bits, first: value & ~hostMask(bits, prefix), prefix };
}

function hostMask(bits: number, prefix: number): bigint {
  return (1n << BigInt(bits - prefix)) - 1n;
}

function parse(args: Arguments): JsonValue {
  const { bits, first, prefix } = networkOf(args);
  const mask = hostMask(bits, prefix);
  const last = first | mask;
  const text = (value: bigint): string => writeAddress(value, bits);
  const all = (1n << BigInt(bits)) - 1n;
  // IPv6 has no broadcast address; ranges of one or two addresses have no reserved ones (inferred).
  const reserved = bits === 32 && prefix < 31 ? 1n : 0n;
  return {
    network: text(first),
    netmask: text(all & ~mask),
    ...(bits === 32 ? { broadcast: text(last) } : {}),
    firstUsable: text(first + reserved),
    lastUsable: text(last - reserved),
    cidr: prefix,
  };
}

function subnet(args: Arguments): string {
  const { bits, first, prefix } = networkOf(args);
  const newPrefix = args.int(1);
  const index = args.int(2);
  if (newPrefix < prefix || newPrefix > bits) {
    args.fail(`the new CIDR '${newPrefix}' must be between '${prefix}' and '${bits}'.`);
  }
  if (index < 0 || BigInt(index) >= 1n << BigInt(newPrefix - prefix)) {
    args.fail(`the subnet index '${index}' is outside the range '${args.text(0)}'.`);
  }
  return `${writeAddress(first + (BigInt(index) << BigInt(bits - newPrefix)), bits)}/${newPrefix}`;
}

function host(args: Arguments): string {
  const { bits, first, prefix } = networkOf(args);
  const index = args.int(1);
  // Index 0 is the first usable address: behind the network's own, for IPv6 as well.
  const offset = bits - prefix > 1 ? 1 : 0;
  const lastIndex = hostMask(bits, prefix) - (bits === 32 && offset === 1 ? 1n : 0n);
  if (index < 0 || BigInt(index + offset) > lastIndex) {
    args.fail(`the host index '${index}' is outside the range '${args.text(0)}'.`);
  }
  return writeAddress(first + BigInt(index + offset), bits);
}

function readV4(text: string): bigint | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  const parts = match?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n);
}

function readV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

function writeAddress(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  // The longest run of at least two zeros becomes `::`; the first of equals (RFC 5952).
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce((best, run) => (run[0].length > best.length ? run[0] : best), '');
  if (longest === '') return text;
  const run = runs.find((candidate) => candidate[0] === longest);
  const at = run?.index ?? 0;
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`;
}
