import { armErrors } from '../../arm/index.ts';
import { hashText, isJsonObject, type JsonObject } from '../../base/index.ts';
import { objectOf, withDefaults } from '../compute/model/json-path.ts';
import {
  integer,
  listOf,
  object,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import type { ShellLook, ShellType } from '../shells/shell-type.ts';
import type { Shell } from '../shells/shell.ts';
import { flexiblePublicAddress } from './machines/flexible-parts.ts';
import { networkType, verbs } from './network-type.ts';
import { addressOutOf, publicAddress, publicBlock } from './addresses.ts';

export const publicIPAddresses: ShellType = {
  ...networkType,
  type: 'publicIPAddresses',
  parameters: ['publicIpAddressName'],
  operations: verbs('PublicIPAddresses'),
  // Recorded: the first poll, a second after the PUT, finds it done.
  seconds: { create: 1, update: 1, delete: 10 },
  envelope: {
    sku: object('PublicIPAddressSku', {
      name: oneOf('Basic', 'Standard', 'StandardV2'),
      tier: oneOf('Regional', 'Global'),
    }),
    zones: listOf(string),
  },
  properties: object('PublicIPAddressPropertiesFormat', {
    publicIPAllocationMethod: oneOf('Static', 'Dynamic'),
    publicIPAddressVersion: oneOf('IPv4', 'IPv6'),
    idleTimeoutInMinutes: integer,
    dnsSettings: object('PublicIPAddressDnsSettings', {
      domainNameLabel: string,
      domainNameLabelScope: oneOf(
        'TenantReuse',
        'SubscriptionReuse',
        'ResourceGroupReuse',
        'NoReuse',
      ),
      fqdn: string,
      reverseFqdn: string,
    }),
    ddosSettings: object('DdosSettings', {
      protectionMode: oneOf('VirtualNetworkInherited', 'Enabled', 'Disabled'),
      ddosProtectionPlan: reference,
    }),
    ipTags: listOf(object('IpTag', { ipTagType: string, tag: string })),
    publicIPPrefix: reference,
    deleteOption: oneOf('Delete', 'Detach'),
  }),
  readOnly: ['ipAddress', 'ipConfiguration', 'natGateway'],

  complete({ envelope, properties }, { id, location, name, guid }) {
    const sku = withDefaults(objectOf(envelope['sku']), { name: 'Basic', tier: 'Regional' });
    const allocation =
      properties['publicIPAllocationMethod'] ?? (sku['name'] === 'Basic' ? 'Dynamic' : 'Static');
    if (sku['name'] !== 'Basic' && allocation === 'Dynamic') {
      throw armErrors.standardAddressIsStatic(id);
    }
    // R (azure-cli, test_network_public_ip): order and defaults.
    const { dnsSettings, ...rest } = properties;
    return {
      envelope: { ...envelope, sku },
      properties: {
        ...withDefaults(rest, {
          publicIPAddressVersion: 'IPv4',
          publicIPAllocationMethod: allocation,
          idleTimeoutInMinutes: 4,
        }),
        ...(isJsonObject(dnsSettings)
          ? { dnsSettings: withFqdn(dnsSettings, location, `${guid}/${name}`) }
          : {}),
        ipTags: properties['ipTags'] ?? [],
        ddosSettings: properties['ddosSettings'] ?? {
          protectionMode: 'VirtualNetworkInherited',
        },
      },
    };
  },

  /** An address is there when it is static, or when somebody uses it. */
  async show(body, shell, look) {
    const properties = objectOf(body['properties']);
    const [use] = await look.usesOf(shell.id);
    const { provisioningState, resourceGuid, ...rest } = properties;
    const isStatic = properties['publicIPAllocationMethod'] === 'Static';
    const isAssigned = provisioningState === 'Succeeded' && (isStatic || use !== undefined);
    const family = properties['publicIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
    const prefix = await prefixOf(properties, look);
    const user = use && {
      [isNatGateway(use.source) ? 'natGateway' : 'ipConfiguration']: { id: use.source },
    };
    return {
      ...body,
      properties: {
        provisioningState: provisioningState ?? '',
        resourceGuid: resourceGuid ?? '',
        ...(isAssigned
          ? {
              ipAddress: prefix
                ? addressOutOf(publicBlock(prefix), shell.guid)
                : publicAddress(shell.guid, family),
            }
          : {}),
        ...rest,
        ...user,
      },
    };
  },

  derived: flexiblePublicAddress,

  inUse: (id, uses) => armErrors.publicIPAddressInUse(id, uses[0]?.source ?? ''),
};

async function prefixOf(properties: JsonObject, look: ShellLook): Promise<Shell | undefined> {
  const { id } = objectOf(properties['publicIPPrefix']);
  return typeof id === 'string' ? await look.find(id) : undefined;
}

function isNatGateway(source: string): boolean {
  return /\/natGateways\//i.test(source);
}

/** `woot1.westus.cloudapp.azure.com`; with a scope a hash stands between, so that others cannot have it. */
function withFqdn(dns: JsonObject, location: string, salt: string): JsonObject {
  const { domainNameLabel: label, domainNameLabelScope: scope, fqdn: _, ...rest } = dns;
  if (typeof label !== 'string') return dns;
  const hash = scope === undefined ? '' : `.${hashText(salt).toString(36)}`;
  return {
    domainNameLabel: label,
    ...(scope === undefined ? {} : { domainNameLabelScope: scope }),
    fqdn: `${label}${hash}.${location}.cloudapp.azure.com`,
    ...rest,
  };
}
