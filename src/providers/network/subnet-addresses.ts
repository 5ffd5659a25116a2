import { armErrors } from '../../arm/index.ts';
import { invariant, sameName } from '../../base/index.ts';
import { listAt, objectOf } from '../compute/model/json-path.ts';
import type { ShellLook } from '../shells/shell-type.ts';
import { type Cidr, formatAddress, formatCidr, parseAddress, parseCidr } from './cidr.ts';
import { subnetBlocks } from './virtual-networks.ts';

/** Azure keeps the first four addresses of a subnet and the last. Source: "Virtual network FAQ". */
const RESERVED_FIRST = 4n;
const RESERVED = 5n;

/** Of a subnet that was only named and never made here, in lenient mode. */
const UNKNOWN = { IPv4: '10.0.0.0/16', IPv6: 'fd00::/64' } as const;

/** How many addresses are tried one by one before a subnet counts as full. */
const TRIES_MAX = 65_536n;

/** The addresses of a subnet that can be given away, out of its whole prefix. */
export interface SubnetAddresses {
  readonly subnetName: string;
  readonly prefix: string;
  readonly block: Cidr;
}

export async function subnetAddresses(
  subnetId: string,
  family: Cidr['family'],
  look: Pick<ShellLook, 'find'>,
): Promise<SubnetAddresses> {
  const network = await look.find(subnetId.split('/').slice(0, 9).join('/'));
  const subnetName = subnetId.split('/').at(-1) ?? '';
  const subnet = listAt(network?.properties ?? {}, 'subnets').find((item) =>
    sameName(String(item['name']), subnetName),
  );
  const whole = (subnet && subnetBlocks(subnet, family)[0]) ?? parseCidr(UNKNOWN[family]);
  invariant(whole, 'the block of an unknown subnet is one');
  const size = whole.size - RESERVED;
  const block = { ...whole, start: whole.start + RESERVED_FIRST, size: size > 0n ? size : 0n };
  return { subnetName, prefix: formatCidr(whole), block };
}

/** Who has which private address in a subnet, of those that keep theirs. */
export async function addressesInUse(
  subnetId: string,
  look: ShellLook,
): Promise<ReadonlyMap<string, string>> {
  const taken = new Map<string, string>();
  for (const { source } of await look.usesOf(subnetId)) {
    const owner = source.split('/').slice(0, 9).join('/');
    const user = await look.find(owner);
    for (const item of listAt(user?.properties ?? {}, 'ipConfigurations')) {
      const address = objectOf(item['properties'])['privateIPAddress'];
      taken.set(String(address), `${owner}/ipConfigurations/${String(item['name'])}`);
    }
  }
  return taken;
}

/**
 * The lowest address that nobody has; where machines of scale sets have theirs from below, the highest.
 * Throws SubnetIsFull.
 */
export function freeAddress(
  { subnetName, prefix, block }: SubnetAddresses,
  fromAbove: boolean,
  isTaken: (address: string) => boolean,
): string {
  const limit = block.size < TRIES_MAX ? block.size : TRIES_MAX;
  for (let offset = 0n; offset < limit; offset += 1n) {
    const position = fromAbove ? block.size - 1n - offset : offset;
    const address = formatAddress(block.family, block.start + position);
    if (!isTaken(address)) return address;
  }
  throw armErrors.subnetIsFull(subnetName, prefix);
}

/** Refuses a static address that the subnet does not have, or keeps, or that somebody else has. */
export function checkStaticAddress(
  address: string,
  ipConfigurationId: string,
  { prefix, block }: SubnetAddresses,
  taken: ReadonlyMap<string, string>,
): void {
  const parsed = parseAddress(address);
  const whole = parseCidr(prefix);
  const value = parsed?.value ?? -1n;
  if (
    !whole ||
    parsed?.family !== whole.family ||
    value < whole.start ||
    value >= whole.start + whole.size
  ) {
    throw armErrors.addressNotInSubnet(address, prefix);
  }
  if (value < block.start || value >= block.start + block.size) {
    throw armErrors.addressReserved(address, prefix);
  }
  const other = taken.get(address);
  if (other !== undefined && !sameName(other, ipConfigurationId)) {
    throw armErrors.addressAllocated(ipConfigurationId, address, other);
  }
}
