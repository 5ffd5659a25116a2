import { armErrors } from '../../arm/index.ts';
import { objectOf, withDefaults } from '../compute/model/json-path.ts';
import {
  integer,
  listOf,
  object,
  oneOf,
  reference,
  string,
} from '../compute/model/schema-types.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { publicBlock } from './addresses.ts';
import { withUsers } from './back-references.ts';
import { formatCidr } from './cidr.ts';
import { networkType, verbs } from './network-type.ts';

/** What a prefix has when nothing is said. Source: "Public IP address prefix". */
const PREFIX_LENGTH = { IPv4: 28, IPv6: 124 } as const;
const PREFIX_LENGTHS = { IPv4: [24, 31], IPv6: [120, 127] } as const;

export const publicIPPrefixes: ShellType = {
  ...networkType,
  type: 'publicIPPrefixes',
  parameters: ['publicIpPrefixName'],
  operations: verbs('PublicIPPrefixes'),
  seconds: { create: 2, update: 2, delete: 10 },
  envelope: {
    sku: object('PublicIPPrefixSku', {
      name: oneOf('Standard', 'StandardV2'),
      tier: oneOf('Regional', 'Global'),
    }),
    zones: listOf(string),
  },
  properties: object('PublicIPPrefixPropertiesFormat', {
    publicIPAddressVersion: oneOf('IPv4', 'IPv6'),
    prefixLength: integer,
    ipTags: listOf(object('IpTag', { ipTagType: string, tag: string })),
    customIPPrefix: reference,
  }),
  readOnly: ['ipPrefix', 'natGateway', 'publicIPAddresses', 'loadBalancerFrontendIpConfiguration'],
  complete({ envelope, properties }, { id }) {
    const family = properties['publicIPAddressVersion'] === 'IPv6' ? 'IPv6' : 'IPv4';
    const length = Number(properties['prefixLength'] ?? PREFIX_LENGTH[family]);
    const [min, max] = PREFIX_LENGTHS[family];
    if (length < min || length > max) throw armErrors.prefixLength(id, length, min, max);
    return {
      envelope: {
        ...envelope,
        sku: withDefaults(objectOf(envelope['sku']), { name: 'Standard', tier: 'Regional' }),
      },
      properties: {
        ...withDefaults(properties, {
          prefixLength: PREFIX_LENGTH[family],
          publicIPAddressVersion: family,
        }),
        ipTags: properties['ipTags'] ?? [],
      },
    };
  },
  async show(body, shell, look) {
    const uses = await look.usesOf(shell.id);
    const addresses = uses.filter(({ source }) => /\/publicIPAddresses\//i.test(source));
    const properties = objectOf(body['properties']);
    const ipPrefix = formatCidr(publicBlock(shell));
    return withUsers(
      { ...body, properties: { ...properties, ipPrefix } },
      { publicIPAddresses: addresses.map(({ source }) => source) },
    );
  },
  inUse: (id, uses) => armErrors.networkResourceInUse(id, uses[0]?.source ?? ''),
};
