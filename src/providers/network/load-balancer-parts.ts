import type { JsonObject, JsonValue } from '../../base/index.ts';
import { listAt, objectOf, withDefaults } from '../compute/model/json-path.ts';
import {
  anything,
  boolean,
  integer,
  listOf,
  named,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import type { ShellChild } from '../shells/shell-type.ts';

/*
 * What stands inside a load balancer. Defaults R (azure-cli, network and vm tests); az sends ports of NAT
 * pools as strings, which are read as numbers.
 */

const protocol = oneOf('Tcp', 'Udp', 'All', 'Quic');
const zones = { zones: listOf(string) };

const frontend = named(
  'FrontendIPConfiguration',
  {
    privateIPAddress: string,
    privateIPAllocationMethod: oneOf('Static', 'Dynamic'),
    privateIPAddressVersion: oneOf('IPv4', 'IPv6'),
    subnet: reference,
    publicIPAddress: reference,
    publicIPPrefix: reference,
    gatewayLoadBalancer: reference,
  },
  zones,
);

const pool = named('BackendAddressPool', {
  location: string,
  tunnelInterfaces: anything,
  loadBalancerBackendAddresses: anything,
  drainPeriodInSeconds: integer,
  virtualNetwork: reference,
  syncMode: oneOf('Automatic', 'Manual'),
});

const rule = named('LoadBalancingRule', {
  frontendIPConfiguration: reference,
  backendAddressPool: reference,
  backendAddressPools: listOf(reference),
  probe: reference,
  protocol,
  loadDistribution: oneOf('Default', 'SourceIP', 'SourceIPProtocol'),
  frontendPort: integer,
  backendPort: integer,
  idleTimeoutInMinutes: integer,
  enableFloatingIP: boolean,
  enableTcpReset: boolean,
  disableOutboundSnat: boolean,
  enableConnectionTracking: boolean,
});

const probe = named('Probe', {
  protocol: oneOf('Http', 'Tcp', 'Https'),
  port: integer,
  requestPath: string,
  intervalInSeconds: integer,
  numberOfProbes: integer,
  probeThreshold: integer,
  noHealthyBackendsBehavior: oneOf('AllProbedDown', 'AllProbedUp'),
});

const natRule = named('InboundNatRule', {
  frontendIPConfiguration: reference,
  backendAddressPool: reference,
  protocol,
  frontendPort: integer,
  frontendPortRangeStart: integer,
  frontendPortRangeEnd: integer,
  backendPort: integer,
  idleTimeoutInMinutes: integer,
  enableFloatingIP: boolean,
  enableTcpReset: boolean,
});

const natPool = named('InboundNatPool', {
  frontendIPConfiguration: reference,
  protocol,
  frontendPortRangeStart: integer,
  frontendPortRangeEnd: integer,
  backendPort: integer,
  idleTimeoutInMinutes: integer,
  enableFloatingIP: boolean,
  enableTcpReset: boolean,
});

const outboundRule = named('OutboundRule', {
  frontendIPConfigurations: listOf(reference),
  backendAddressPool: reference,
  protocol,
  allocatedOutboundPorts: integer,
  idleTimeoutInMinutes: integer,
  enableTcpReset: boolean,
});

const FORWARDING: Readonly<Record<string, JsonValue>> = {
  protocol: 'Tcp',
  idleTimeoutInMinutes: 4,
  enableFloatingIP: false,
  enableDestinationServiceEndpoint: false,
  enableTcpReset: false,
  allowBackendPortConflict: false,
};

export const LOAD_BALANCER_PARTS: readonly ShellChild[] = [
  {
    member: 'frontendIPConfigurations',
    item: frontend,
    operations: {
      group: 'LoadBalancerFrontendIPConfigurations',
      parameter: 'frontendIPConfigurationName',
      writable: false,
    },
    readOnly: ['inboundNatPools', 'inboundNatRules', 'loadBalancingRules', 'outboundRules'],
    complete: defaulted({ privateIPAllocationMethod: 'Dynamic' }),
  },
  {
    member: 'backendAddressPools',
    item: pool,
    operations: {
      group: 'LoadBalancerBackendAddressPools',
      parameter: 'backendAddressPoolName',
      writable: true,
    },
    readOnly: [
      'backendIPConfigurations',
      'inboundNatRules',
      'loadBalancingRules',
      'outboundRule',
      'outboundRules',
    ],
    complete: completePool,
  },
  {
    member: 'loadBalancingRules',
    item: rule,
    operations: {
      group: 'LoadBalancerLoadBalancingRules',
      parameter: 'loadBalancingRuleName',
      writable: false,
    },
    complete: completeRule,
  },
  {
    member: 'probes',
    item: probe,
    operations: { group: 'LoadBalancerProbes', parameter: 'probeName', writable: false },
    readOnly: ['loadBalancingRules'],
    complete: defaulted({ intervalInSeconds: 15, numberOfProbes: 2, probeThreshold: 1 }),
  },
  {
    member: 'inboundNatRules',
    item: natRule,
    operations: { group: 'InboundNatRules', parameter: 'inboundNatRuleName', writable: true },
    readOnly: ['backendIPConfiguration'],
    complete: defaulted(FORWARDING),
  },
  {
    member: 'outboundRules',
    item: outboundRule,
    operations: {
      group: 'LoadBalancerOutboundRules',
      parameter: 'outboundRuleName',
      writable: false,
    },
    complete: defaulted({
      allocatedOutboundPorts: 0,
      idleTimeoutInMinutes: 4,
      enableTcpReset: false,
    }),
  },
  { member: 'inboundNatPools', item: natPool, complete: defaulted(FORWARDING) },
];

function defaulted(fallbacks: Readonly<Record<string, JsonValue>>) {
  return (item: JsonObject): JsonObject => ({
    ...item,
    properties: withDefaults(objectOf(item['properties']), fallbacks),
  });
}

/** Addresses of network interfaces are derived from who names the pool; only others are kept. */
function completePool(item: JsonObject): JsonObject {
  const properties = objectOf(item['properties']);
  const own = listAt(properties, 'loadBalancerBackendAddresses').filter(
    (address) => !('networkInterfaceIPConfiguration' in objectOf(address['properties'])),
  );
  return { ...item, properties: { ...properties, loadBalancerBackendAddresses: own } };
}

/** One pool is shown as one and as a list of one. */
function completeRule(item: JsonObject): JsonObject {
  const properties = objectOf(item['properties']);
  const one = properties['backendAddressPool'];
  return {
    ...item,
    properties: {
      ...withDefaults(properties, {
        ...FORWARDING,
        loadDistribution: 'Default',
        disableOutboundSnat: false,
      }),
      ...(one === undefined ? {} : { backendAddressPools: [one] }),
    },
  };
}
