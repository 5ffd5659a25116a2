import { armErrors } from '../../arm/index.ts';
import { listAt, objectOf } from '../compute/model/json-path.ts';
import { anything, listOf, object, string } from '../compute/model/schema-types.ts';
import type { ShellChild, ShellType } from '../shells/shell-type.ts';
import { networkType, verbs } from './network-type.ts';

/** Parts with ids of their own; none has a path of its own. Source: the specification. */
const PARTS = [
  'gatewayIPConfigurations',
  'authenticationCertificates',
  'trustedRootCertificates',
  'trustedClientCertificates',
  'sslCertificates',
  'frontendIPConfigurations',
  'frontendPorts',
  'probes',
  'backendAddressPools',
  'backendHttpSettingsCollection',
  'backendSettingsCollection',
  'httpListeners',
  'listeners',
  'sslProfiles',
  'urlPathMaps',
  'requestRoutingRules',
  'routingRules',
  'rewriteRuleSets',
  'redirectConfigurations',
  'privateLinkConfigurations',
] as const;

const part = object('ApplicationGatewayPart', { name: string, properties: anything });

const children: readonly ShellChild[] = PARTS.map((member) => ({
  member,
  item: part,
  readOnly: ['backendIPConfigurations', 'data', 'password'],
}));

export const applicationGateways: ShellType = {
  ...networkType,
  type: 'applicationGateways',
  parameters: ['applicationGatewayName'],
  operations: verbs('ApplicationGateways'),
  // Azure takes five minutes and more; half an hour for the first version.
  seconds: { create: 300, update: 120, delete: 120 },
  envelope: { zones: listOf(string), identity: anything },
  properties: object(
    'ApplicationGatewayPropertiesFormat',
    Object.fromEntries(PARTS.map((member) => [member, listOf(part)])),
  ),
  readOnly: ['operationalState', 'privateEndpointConnections', 'defaultPredefinedSslPolicy'],
  children,
  complete: ({ envelope, properties }) => ({
    envelope,
    properties: {
      ...properties,
      ...Object.fromEntries(PARTS.map((member) => [member, [...listAt(properties, member)]])),
    },
  }),
  async show(body) {
    const properties = objectOf(body['properties']);
    const isReady = properties['provisioningState'] === 'Succeeded';
    return {
      ...body,
      properties: { ...properties, operationalState: isReady ? 'Running' : 'Stopped' },
    };
  },
  inUse: (id, uses) => armErrors.networkResourceInUse(id, uses[0]?.source ?? ''),
};
