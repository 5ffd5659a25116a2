import { armErrors } from '../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../base/index.ts';
import { withDefaults } from '../compute/model/json-path.ts';
import {
  boolean,
  integer,
  listOf,
  named,
  object,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import { itemBody } from '../shells/render.ts';
import { scaleSetOf } from '../shells/scale-set-references.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { networkType, verbs } from './network-type.ts';

const securityRule = named('SecurityRule', {
  description: string,
  protocol: oneOf('*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah'),
  sourcePortRange: string,
  destinationPortRange: string,
  sourceAddressPrefix: string,
  sourceAddressPrefixes: listOf(string),
  sourceApplicationSecurityGroups: listOf(reference),
  destinationAddressPrefix: string,
  destinationAddressPrefixes: listOf(string),
  destinationApplicationSecurityGroups: listOf(reference),
  sourcePortRanges: listOf(string),
  destinationPortRanges: listOf(string),
  access: oneOf('Allow', 'Deny'),
  priority: integer,
  direction: oneOf('Inbound', 'Outbound'),
});

/** Shown empty when they were not sent. R (azure-cli, test_network_nsg). */
const RULE_LISTS = {
  sourcePortRanges: [],
  destinationPortRanges: [],
  sourceAddressPrefixes: [],
  destinationAddressPrefixes: [],
};

export const networkSecurityGroups: ShellType = {
  ...networkType,
  type: 'networkSecurityGroups',
  parameters: ['networkSecurityGroupName'],
  operations: verbs('NetworkSecurityGroups'),
  // Recorded: the first poll, three seconds after the PUT, finds it done.
  seconds: { create: 3, update: 3, delete: 10 },
  envelope: {},
  properties: object('NetworkSecurityGroupPropertiesFormat', {
    securityRules: listOf(securityRule),
    flushConnection: boolean,
  }),
  readOnly: ['defaultSecurityRules', 'networkInterfaces', 'subnets', 'flowLogs'],
  children: [
    {
      member: 'securityRules',
      item: securityRule,
      operations: { group: 'SecurityRules', parameter: 'securityRuleName', writable: true },
      complete: completeRule,
    },
    {
      member: 'defaultSecurityRules',
      item: securityRule,
      operations: {
        group: 'DefaultSecurityRules',
        parameter: 'defaultSecurityRuleName',
        writable: false,
      },
    },
  ],

  complete({ envelope, properties }) {
    const rules = Array.isArray(properties['securityRules']) ? properties['securityRules'] : [];
    checkPriorities(rules.filter(isJsonObject));
    return { envelope, properties: { ...properties, securityRules: rules } };
  },

  async show(body, shell, look) {
    const properties = isJsonObject(body['properties']) ? body['properties'] : {};
    const service = {
      etag: String(body['etag']),
      provisioningState: String(properties['provisioningState']),
    };
    const uses = await look.usesOf(shell.id);
    const users = uses.map(({ source }) => source);
    const subnets = users.filter((source) => /\/subnets\//i.test(source));
    const interfaces = users.filter((source) => /\/networkInterfaces\//i.test(source));
    const references = (ids: readonly string[]) => ids.map((id) => ({ id }));
    return {
      ...body,
      properties: {
        ...properties,
        defaultSecurityRules: DEFAULT_RULES.map((rule) =>
          itemBody(networkSecurityGroups, shell.id, 'defaultSecurityRules', rule, service),
        ),
        ...(interfaces.length > 0 ? { networkInterfaces: references(interfaces) } : {}),
        ...(subnets.length > 0 ? { subnets: references(subnets) } : {}),
      },
    };
  },

  inUse(id, uses) {
    const scaleSet = uses.map(({ source }) => scaleSetOf(source)).find((found) => found);
    return scaleSet === undefined
      ? armErrors.networkSecurityGroupInUse(
          id,
          uses.map(({ source }) => source),
        )
      : armErrors.networkSecurityGroupInUseByScaleSet(id, scaleSet);
  },
};

function completeRule(item: JsonObject): JsonObject {
  const properties = isJsonObject(item['properties']) ? item['properties'] : {};
  return { ...item, properties: withDefaults(properties, RULE_LISTS) };
}

/** Limits are documented ("Network security groups"); words I: Terraform users. */
function checkPriorities(rules: readonly JsonObject[]): void {
  const seen = new Map<string, string>();
  for (const { name, properties } of rules) {
    if (!isJsonObject(properties)) continue;
    const { priority, direction } = properties;
    if (typeof priority !== 'number' || priority < 100 || priority > 4096) {
      throw armErrors.securityRuleInvalidPriority(priority);
    }
    const key = `${String(direction)}/${priority}`;
    const other = seen.get(key);
    if (other !== undefined) throw armErrors.securityRuleConflict(String(name), other);
    seen.set(key, String(name));
  }
}

/** R (azure-cli, test_network_nsg), word for word and in this order. */
const DEFAULT_RULES: readonly JsonObject[] = [
  rule('AllowVnetInBound', 'Allow inbound traffic from all VMs in VNET', 'Inbound', 65_000, {
    from: 'VirtualNetwork',
    to: 'VirtualNetwork',
  }),
  rule(
    'AllowAzureLoadBalancerInBound',
    'Allow inbound traffic from azure load balancer',
    'Inbound',
    65_001,
    { from: 'AzureLoadBalancer', to: '*' },
  ),
  rule('DenyAllInBound', 'Deny all inbound traffic', 'Inbound', 65_500, { from: '*', to: '*' }),
  rule(
    'AllowVnetOutBound',
    'Allow outbound traffic from all VMs to all VMs in VNET',
    'Outbound',
    65_000,
    { from: 'VirtualNetwork', to: 'VirtualNetwork' },
  ),
  rule(
    'AllowInternetOutBound',
    'Allow outbound traffic from all VMs to Internet',
    'Outbound',
    65_001,
    { from: '*', to: 'Internet' },
  ),
  rule('DenyAllOutBound', 'Deny all outbound traffic', 'Outbound', 65_500, { from: '*', to: '*' }),
];

function rule(
  name: string,
  description: string,
  direction: 'Inbound' | 'Outbound',
  priority: number,
  { from, to }: { readonly from: string; readonly to: string },
): JsonObject {
  return {
    name,
    properties: {
      description,
      protocol: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: from,
      destinationAddressPrefix: to,
      access: name.startsWith('Allow') ? 'Allow' : 'Deny',
      priority,
      direction,
      ...RULE_LISTS,
    },
  };
}
