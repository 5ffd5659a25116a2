import { armErrors } from '../../arm/index.ts';
import { listAt } from '../compute/model/json-path.ts';
import { boolean, listOf, named, object, oneOf, string } from '../compute/model/schema-types.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { withUsers } from './back-references.ts';
import { networkType, verbs } from './network-type.ts';

const route = named('Route', {
  addressPrefix: string,
  nextHopType: oneOf('VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'),
  nextHopIpAddress: string,
});

export const routeTables: ShellType = {
  ...networkType,
  type: 'routeTables',
  parameters: ['routeTableName'],
  operations: verbs('RouteTables'),
  seconds: { create: 2, update: 2, delete: 10 },
  envelope: {},
  properties: object('RouteTablePropertiesFormat', {
    routes: listOf(route),
    disableBgpRoutePropagation: boolean,
  }),
  readOnly: ['subnets'],
  children: [
    {
      member: 'routes',
      item: route,
      operations: { group: 'Routes', parameter: 'routeName', writable: true },
      readOnly: ['hasBgpOverride'],
    },
  ],
  complete: ({ envelope, properties }) => ({
    envelope,
    properties: {
      disableBgpRoutePropagation: properties['disableBgpRoutePropagation'] ?? false,
      ...properties,
      routes: [...listAt(properties, 'routes')],
    },
  }),
  async show(body, shell, look) {
    const uses = await look.usesOf(shell.id);
    return withUsers(body, { subnets: uses.map(({ source }) => source) });
  },
  inUse: (id) => armErrors.routeTableInUse(id.split('/').at(-1) ?? ''),
};
