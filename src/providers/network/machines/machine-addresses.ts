import type { JsonObject } from '../../../base/index.ts';
import { objectOf } from '../../compute/model/json-path.ts';
import { placeOf } from '../../shells/references.ts';
import type { ShellLook } from '../../shells/shell-type.ts';
import { namedId } from '../back-references.ts';
import { formatAddress } from '../cidr.ts';
import { type SubnetAddresses, subnetAddresses } from '../subnet-addresses.ts';

/** Where the machines of a set find their private addresses, by what their interface says. */
export interface AddressPlan {
  readonly addresses: SubnetAddresses;
  /** Which part of the subnet is this configuration's. */
  readonly first: bigint;
}

/**
 * The addresses of a configuration begin at a place that was settled when the set began to name the
 * subnet: the first user at its first address, others as far apart as can be. So an address is a
 * function of the set and the instance id, and nothing has to be kept for a machine.
 */
export async function planAddresses(
  ipConfiguration: JsonObject,
  source: string,
  look: ShellLook,
): Promise<AddressPlan> {
  const inner = objectOf(ipConfiguration['properties']);
  const subnetId = namedId(ipConfiguration, 'subnet') ?? '';
  const family = inner['privateIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
  const addresses = await subnetAddresses(subnetId, family, look);
  const uses = await look.usesOf(subnetId);
  return { addresses, first: firstOf(placeOf(uses, subnetId, source), addresses.block.size) };
}

/** Unique among the machines of a configuration as long as the subnet has room for them. */
export function machineAddress({ addresses, first }: AddressPlan, instanceId: number): string {
  const { family, start, size } = addresses.block;
  const offset = size === 0n ? 0n : (first + BigInt(instanceId)) % size;
  return formatAddress(family, start + offset);
}

/** 0, 1/2, 1/4, 3/4, 1/8, … of the size: each place as far from those before as can be. */
function firstOf(place: number, size: bigint): bigint {
  let [numerator, denominator] = [0n, 1n];
  for (let rest = BigInt(place); rest > 0n; rest >>= 1n) {
    numerator = numerator * 2n + (rest & 1n);
    denominator *= 2n;
  }
  return (size * numerator) / denominator;
}
