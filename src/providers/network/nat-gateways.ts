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
import { withUsers } from './back-references.ts';
import { networkType, verbs } from './network-type.ts';

export const natGateways: ShellType = {
  ...networkType,
  type: 'natGateways',
  parameters: ['natGatewayName'],
  operations: verbs('NatGateways'),
  // Recorded: the first poll, a second after the PUT, finds it done (azure-cli, test_natgateway_nat64).
  seconds: { create: 1, update: 1, delete: 10 },
  envelope: {
    sku: object('NatGatewaySku', {
      name: oneOf('Standard', 'StandardV2'),
      tier: oneOf('Regional'),
    }),
    zones: listOf(string),
  },
  properties: object('NatGatewayPropertiesFormat', {
    idleTimeoutInMinutes: integer,
    publicIpAddresses: listOf(reference),
    publicIpPrefixes: listOf(reference),
  }),
  readOnly: ['subnets'],
  complete: ({ envelope, properties }) => ({
    envelope: {
      ...envelope,
      sku: withDefaults(objectOf(envelope['sku']), { name: 'Standard', tier: 'Regional' }),
    },
    properties: withDefaults(properties, { idleTimeoutInMinutes: 4 }),
  }),
  async show(body, shell, look) {
    const uses = await look.usesOf(shell.id);
    return withUsers(body, { subnets: uses.map(({ source }) => source) });
  },
  inUse: (id, uses) => armErrors.natGatewayInUse(id, uses.length),
};
