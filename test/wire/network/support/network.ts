import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { type Answer, type Azure, SUBSCRIPTION } from '../../compute/support/azure.ts';
import { linuxSet } from '../../compute/support/models.ts';

export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG`;
export const NETWORK = `${GROUP}/providers/Microsoft.Network`;
const VERSION = '2022-01-01';

/** Requests below Microsoft.Network of the group. */
export function networkOf(azure: Azure) {
  const send = (method: string, path: string, body?: object): Promise<Answer> =>
    azure.send(method, `${NETWORK}/${path}`, {
      ...(body === undefined ? {} : { body }),
      version: VERSION,
    });
  return {
    get: (path: string) => send('GET', path),
    put: (path: string, body: object) => send('PUT', path, { location: 'westeurope', ...body }),
    delete: (path: string) => send('DELETE', path),
    /** PUT that has to succeed, and the time that it takes. */
    async make(path: string, body: object = {}): Promise<JsonObject> {
      const answer = await send('PUT', path, { location: 'westeurope', ...body });
      assert.ok(answer.httpStatus < 300, `${path}: ${answer.text}`);
      await azure.advance(10);
      return (await send('GET', path)).json;
    },
  };
}

export function propertiesOf(json: JsonObject | undefined): JsonObject {
  return json?.['properties'] as JsonObject;
}

export function itemsOf(json: JsonObject, member: string): JsonObject[] {
  return propertiesOf(json)[member] as JsonObject[];
}

export function errorOf({ json }: Answer): JsonObject {
  return json['error'] as JsonObject;
}

/** A network with one subnet, as `az vmss create` makes it. */
export const VNET = {
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
    subnets: [{ name: 's', properties: { addressPrefix: '10.0.0.0/24' } }],
  },
};

/** The subnet of it. */
export const SUBNET = { id: `${NETWORK}/virtualNetworks/v/subnets/s` };

/** A set whose one interface says what is given. */
export function setWith(ip: JsonObject, nic: JsonObject = {}, capacity = 2): JsonObject {
  return linuxSet({
    capacity,
    profile: {
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: 'nic',
            properties: {
              primary: true,
              ipConfigurations: [{ name: 'ip', properties: { subnet: SUBNET, ...ip } }],
              ...nic,
            },
          },
        ],
      },
    },
  });
}
