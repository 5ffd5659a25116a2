import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  type Operation,
  type ResourceType,
} from '../../arm/index.ts';
import { shellOperations, shellResourceTypes } from '../shells/operations.ts';
import type { ShellServices } from '../shells/services.ts';
import { isUnderWay, operationScope } from '../shells/shell-operation.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { readTicket } from '../shells/ticket.ts';
import { MACHINE_NETWORK_API_VERSIONS, NETWORK_API_VERSIONS } from './api-versions.ts';
import { NETWORK, resultReply, statusReply } from './form.ts';
import { applicationGateways } from './application-gateways.ts';
import { applicationSecurityGroups } from './application-security-groups.ts';
import { loadBalancers } from './load-balancers.ts';
import { natGateways } from './nat-gateways.ts';
import { networkInterfaces } from './network-interfaces.ts';
import { networkSecurityGroups } from './network-security-groups.ts';
import { publicIPAddresses } from './public-ip-addresses.ts';
import { publicIPPrefixes } from './public-ip-prefixes.ts';
import { routeTables } from './route-tables.ts';
import { virtualNetworks } from './virtual-networks.ts';

/** The types of Microsoft.Network that are served. */
export const networkTypes: readonly ShellType[] = [
  virtualNetworks,
  networkSecurityGroups,
  routeTables,
  publicIPAddresses,
  publicIPPrefixes,
  loadBalancers,
  natGateways,
  applicationGateways,
  applicationSecurityGroups,
  networkInterfaces,
];

/** Below scale sets, but answered by this provider. Types as the recorded metadata of 2025 names them. */
const MACHINE_TYPES = [
  'virtualMachineScaleSets/networkInterfaces',
  'virtualMachineScaleSets/publicIPAddresses',
  'virtualMachineScaleSets/virtualMachines/networkInterfaces',
] as const;

const LOCATION = `/subscriptions/{subscriptionId}/providers/${NETWORK}/locations/{location}`;

/** The network provider, operation by operation. */
export const networkOperations: readonly Operation<ShellServices>[] = [
  ...networkTypes.flatMap(shellOperations),
  poll('NetworkOperations_Get', 'operations', statusReply),
  poll('NetworkOperationResults_Get', 'operationResults', resultReply),
];

export function networkResourceTypes(locations: readonly string[]): readonly ResourceType[] {
  const plain = (type: string): ResourceType => ({
    namespace: NETWORK,
    type,
    apiVersions: NETWORK_API_VERSIONS,
    locations: [],
  });
  return [
    ...networkTypes.flatMap((type) => shellResourceTypes(type, locations)),
    ...MACHINE_TYPES.map((type) => ({
      namespace: 'Microsoft.Compute',
      type,
      apiVersions: MACHINE_NETWORK_API_VERSIONS,
      locations,
    })),
    plain('locations'),
    plain('locations/operations'),
    plain('locations/operationResults'),
  ];
}

/** No operation of the specification; the ids are ours. */
function poll(
  operationId: string,
  word: string,
  reply: (request: ArmRequest, services: ShellServices, isRunning: boolean) => ArmReply,
): Operation<ShellServices> {
  return {
    operationId,
    method: 'GET',
    path: `${LOCATION}/${word}/{operationId}`,
    longRunning: false,
    async handle(request, services) {
      const { location = '', operationId: id = '' } = request.params;
      const scope = operationScope({ namespace: NETWORK }, request.params, location);
      const ticket = readTicket(id, scope);
      if (!ticket) throw armErrors.networkOperationNotFound(id);
      return reply(request, services, await isUnderWay(ticket, request, services.longRunning));
    },
  };
}
