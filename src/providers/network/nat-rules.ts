import { foldCase, type JsonObject } from '../../base/index.ts';
import { listAt, objectOf } from '../compute/model/json-path.ts';
import { itemBody } from '../shells/render.ts';
import type { ShellLook, Use } from '../shells/shell-type.ts';
import type { Shell } from '../shells/shell.ts';
import { namedId } from './back-references.ts';
import { networkForm } from './form.ts';
import { machineUsers } from './instance-users.ts';
import { networkType } from './network-type.ts';

const LOAD_BALANCER = { ...networkType, type: 'loadBalancers', form: networkForm };

/**
 * The rules that a NAT pool makes, one for each machine of the scale sets that name it: `pool.3`, its
 * port the third of the pool's. R (azure-cli, test_vmss_nics, test_vmss_create_options).
 */
export async function natRulesOfInstances(
  { id }: Shell,
  body: JsonObject,
  uses: readonly Use[],
  look: ShellLook,
): Promise<readonly JsonObject[]> {
  const rules: JsonObject[] = [];
  const { provisioningState } = objectOf(body['properties']);
  const service = {
    etag: String(body['etag']),
    provisioningState: String(provisioningState),
  };
  for (const pool of listAt(body, 'properties', 'inboundNatPools')) {
    const inner = objectOf(pool['properties']);
    const mine = uses.filter(({ target }) => foldCase(target) === foldCase(String(pool['id'])));
    for (const use of mine) {
      for (const { instanceId, ipConfigurationId } of await machineUsers(use, look)) {
        const { frontendPortRangeStart, frontendPortRangeEnd, ...rest } = inner;
        const properties: JsonObject = {
          ...rest,
          frontendPort: portOf(instanceId, frontendPortRangeStart, frontendPortRangeEnd),
          backendIPConfiguration: { id: ipConfigurationId },
        };
        const name = `${String(pool['name'])}.${instanceId}`;
        rules.push(itemBody(LOAD_BALANCER, id, 'inboundNatRules', { name, properties }, service));
      }
    }
  }
  return rules;
}

/** The n-th port of a range; beyond its end it begins anew. */
function portOf(instanceId: number, start: unknown, end: unknown): number {
  const [first, last] = [Number(start ?? 0), Number(end ?? start ?? 0)];
  return first + (instanceId % Math.max(1, last - first + 1));
}

/** Rules that a pool made and a client sent back are nobody's to keep. */
export function isOfPool(rule: JsonObject, pools: readonly JsonObject[]): boolean {
  const name = String(rule['name']);
  const at = name.lastIndexOf('.');
  if (at < 0 || !/^\d+$/.test(name.slice(at + 1))) return false;
  return pools.some((pool) => foldCase(String(pool['name'])) === foldCase(name.slice(0, at)));
}

/**
 * The members of a pool, each with the ports that rules with a range give it: NAT rules of the second
 * version. Source: azure-cli, list_vmss_instance_connection_info, which reads them.
 */
export async function backendAddresses(
  poolId: string,
  rules: readonly JsonObject[],
  uses: readonly Use[],
  look: ShellLook,
): Promise<readonly JsonObject[]> {
  const ranges = rules.filter(
    (rule) => foldCase(namedId(rule, 'backendAddressPool') ?? '') === foldCase(poolId),
  );
  const addresses: JsonObject[] = [];
  for (const use of uses) {
    if (foldCase(use.target) !== foldCase(poolId)) continue;
    for (const { instanceId, ipConfigurationId } of await machineUsers(use, look)) {
      addresses.push({
        name: ipConfigurationId.split('/').slice(4).join('_'),
        properties: {
          networkInterfaceIPConfiguration: { id: ipConfigurationId },
          inboundNatRulesPortMapping: ranges.map((rule) => mappingOf(rule, instanceId)),
        },
      });
    }
  }
  return addresses;
}

function mappingOf(rule: JsonObject, instanceId: number): JsonObject {
  const inner = objectOf(rule['properties']);
  return {
    inboundNatRuleName: String(rule['name']),
    protocol: inner['protocol'] ?? 'Tcp',
    frontendPort: portOf(
      instanceId,
      inner['frontendPortRangeStart'],
      inner['frontendPortRangeEnd'],
    ),
    backendPort: inner['backendPort'] ?? 0,
  };
}
