import {
  anything,
  boolean,
  deleteOption,
  integer,
  listOf,
  mapOf,
  named,
  object,
  oneOf,
  reference,
  resourceOrReference,
  string,
} from './schema-types.ts';

/*
 * `networkProfile` of a virtual machine profile, member by member; sources as in profile-schema.ts.
 */

const dnsServers = listOf(string);
const ipVersion = oneOf('IPv4', 'IPv6');
const references = listOf(resourceOrReference);

const publicIPAddressConfiguration = named(
  'VMScaleSetPublicIPAddressConfiguration',
  {
    idleTimeoutInMinutes: integer,
    dnsSettings: object('VMScaleSetPublicIPAddressConfigurationDnsSettings', {
      domainNameLabel: string,
      domainNameLabelScope: oneOf(
        'TenantReuse',
        'SubscriptionReuse',
        'ResourceGroupReuse',
        'NoReuse',
      ),
    }),
    ipTags: listOf(
      object('VMScaleSetIpTag', { ipTagType: string, tag: string, firstPartyServiceTagId: string }),
    ),
    publicIPPrefix: reference,
    publicIPAddressVersion: ipVersion,
    deleteOption,
  },
  {
    sku: object('PublicIPAddressSku', {
      name: oneOf('Basic', 'Standard'),
      tier: oneOf('Regional', 'Global'),
    }),
    tags: mapOf(string),
  },
);

const ipConfiguration = named('VMScaleSetIPConfiguration', {
  subnet: reference,
  primary: boolean,
  publicIPAddressConfiguration,
  privateIPAddressVersion: ipVersion,
  applicationGatewayBackendAddressPools: references,
  applicationSecurityGroups: references,
  loadBalancerBackendAddressPools: references,
  loadBalancerInboundNatPools: references,
});

export const networkProfile = object('VMScaleSetNetworkProfile', {
  healthProbe: reference,
  networkInterfaceConfigurations: listOf(
    named(
      'VMScaleSetNetworkInterfaceConfiguration',
      {
        primary: boolean,
        enableAcceleratedNetworking: boolean,
        disableTcpStateTracking: boolean,
        enableFpga: boolean,
        networkSecurityGroup: reference,
        dnsSettings: object('VMScaleSetNetworkConfigurationDnsSettings', { dnsServers }),
        ipConfigurations: listOf(ipConfiguration),
        enableIPForwarding: boolean,
        deleteOption,
        auxiliaryMode: oneOf('None', 'AcceleratedConnections', 'Floating'),
        auxiliarySku: oneOf('None', 'A1', 'A2', 'A4', 'A8'),
      },
      { tags: mapOf(string) },
    ),
  ),
  networkApiVersion: oneOf('2020-11-01', '2022-11-01'),
  interconnectGroupProfile: anything,
});
