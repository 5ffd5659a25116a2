import { armErrors } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../../base/index.ts';
import { listAt, objectAt, valueAt } from './json-path.ts';

/** Whether a model, or its `properties`, is one of a Flexible set. */
export function isFlexible(properties: JsonObject): boolean {
  return properties['orchestrationMode'] === 'Flexible';
}

/**
 * What belongs to Uniform sets. The command line of Azure does not let it through, and its list is
 * the source (azure-cli, process_vmss_create_namespace); the words are those for Uniform sets.
 */
const UNIFORM_ONLY = [
  'overprovision',
  'doNotRunExtensionsOnOverprovisionedVMs',
  'scaleInPolicy',
  'hostGroup',
];

const FAULT_DOMAINS_MAX = 3;

/** Refuses what cannot be of a Flexible set. Unlike a Uniform one it may be without a profile. */
export function checkFlexible(model: JsonObject): void {
  const properties = objectAt(model, 'properties');
  for (const name of UNIFORM_ONLY) {
    if (name in properties) throw armErrors.parameterNotAllowed(name);
  }
  const count = properties['platformFaultDomainCount'];
  // I: azure-cli #27871.
  if (typeof count !== 'number') throw armErrors.missingParameter('platformFaultDomainCount');
  if (count < 1 || count > FAULT_DOMAINS_MAX) {
    throw armErrors.faultDomainCountOutOfRange(count, FAULT_DOMAINS_MAX);
  }
  checkIdentity(model);
  checkProfileAndSku(model);
  checkNetworkProfile(objectAt(properties, 'virtualMachineProfile', 'networkProfile'));
}

/** I: azure-cli #27871, in whose message the allowed values have a blank between them. */
function checkIdentity(model: JsonObject): void {
  const type = valueAt(model, 'identity', 'type');
  if (typeof type !== 'string' || !type.includes('SystemAssigned')) return;
  throw armErrors.valueNotAllowed('identity', type, ['UserAssigned, None']);
}

/** I: azure-cli #22016: the profile and the size are both sent or neither is. */
function checkProfileAndSku(model: JsonObject): void {
  const profile = valueAt(model, 'properties', 'virtualMachineProfile');
  if (isJsonObject(profile)) return;
  if (valueAt(model, 'sku', 'name') !== undefined) {
    throw armErrors.missingParameter('virtualMachineProfile');
  }
}

function checkNetworkProfile(network: JsonObject): void {
  if ('healthProbe' in network) throw armErrors.parameterNotAllowed('healthProbe');
  for (const nic of listAt(network, 'networkInterfaceConfigurations')) {
    for (const ip of listAt(nic, 'properties', 'ipConfigurations')) {
      // "Load balancer NAT pool: specify NAT rule to specific instances" (the two modes compared).
      if (listAt(ip, 'properties', 'loadBalancerInboundNatPools').length > 0) {
        throw armErrors.parameterNotAllowed('loadBalancerInboundNatPools');
      }
    }
  }
}
