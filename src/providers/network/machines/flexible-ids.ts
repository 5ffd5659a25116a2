import { foldCase } from '../../../base/index.ts';
import type { Instance } from '../../../scaleset/index.ts';
import { flexibleNicName } from '../../compute/shapes/instance-names.ts';

/*
 * Where what machines of a Flexible set have of the network stands: in the group of the set.
 */

const NETWORK = 'providers/Microsoft.Network';

/** @param nic as the set's model names it */
export function interfaceId(setId: string, { name }: Instance, nic: string): string {
  return `${groupOf(setId)}/${NETWORK}/networkInterfaces/${flexibleNicName(nic, name)}`;
}

/** @param address as the set's model names it */
export function publicAddressId(setId: string, { name }: Instance, address: string): string {
  return `${groupOf(setId)}/${NETWORK}/publicIPAddresses/${flexibleNicName(address, name)}`;
}

function groupOf(setId: string): string {
  return setId.slice(0, foldCase(setId).indexOf('/providers/'));
}
