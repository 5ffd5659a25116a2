import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { create, type Place, SOURCE } from './azurerm-resource.ts';
import { networkIds } from './azurerm-ids.ts';
import type { Poller } from './client.ts';
import type { Step } from './play.ts';
import { at } from './wire.ts';

/** The balancer, then what providers put into it one by one. */
export function createBalancer(place: Place, version: string, poll: Poller): readonly Step[] {
  const ids = networkIds(place);
  const source = `${SOURCE}/loadbalancer`;
  const to = `${ids.loadBalancer}?api-version=${version}`;
  /** Probes, rules and NAT pools are written by reading the balancer and sending it back longer. */
  const append = (file: string, member: string, item: JsonObject): readonly Step[] => [
    { source: `${source}/${file}`, send: 'GET', to, accepts: [200] },
    {
      source: `${source}/${file}`,
      send: 'PUT',
      to,
      accepts: [200, 201],
      poll,
      body(read) {
        const body = read(ids.loadBalancer);
        const properties = body['properties'] as JsonObject;
        properties[member] = [...((properties[member] ?? []) as JsonObject[]), item];
        return body;
      },
    },
    {
      source: `${source}/${file}`,
      send: 'GET',
      to,
      accepts: [200],
      takes({ json }) {
        const items = at(json, 'properties', member) as JsonObject[];
        const found = items.find(({ name }) => name === item['name']);
        assert.equal(found?.['id'], `${ids.loadBalancer}/${member}/${String(item['name'])}`);
        for (const [name, value] of Object.entries(item['properties'] as JsonObject))
          assert.deepEqual(at(found, 'properties', name), value, `${member}: ${name}`);
      },
    },
  ];
  return [
    ...create({
      id: ids.loadBalancer,
      version,
      source: `${source}/lb_resource.go`,
      poll,
      body: {
        location: place.location,
        name: 'balancer',
        properties: {
          frontendIPConfigurations: [
            {
              name: 'front',
              properties: {
                privateIPAllocationMethod: 'Dynamic',
                publicIPAddress: { id: ids.publicAddress },
              },
            },
          ],
        },
        sku: { name: 'Standard', tier: 'Regional' },
        tags: {},
      },
      reads({ json }) {
        const front = at(json, 'properties', 'frontendIPConfigurations', 0);
        assert.equal(at(front, 'id'), ids.frontend);
        assert.equal(at(front, 'properties', 'publicIPAddress', 'id'), ids.publicAddress);
        assert.equal(at(front, 'properties', 'privateIPAllocationMethod'), 'Dynamic');
        assert.equal(at(json, 'sku', 'tier'), 'Regional');
      },
    }),
    ...create({
      id: ids.pool,
      version,
      source: `${source}/lb_backend_address_pool_resource.go: directly, for the Standard SKU`,
      poll,
      body: { name: 'pool', properties: {} },
    }),
    ...append('lb_probe_resource.go', 'probes', {
      name: 'alive',
      properties: {
        intervalInSeconds: 15,
        numberOfProbes: 2,
        port: 80,
        probeThreshold: 1,
        protocol: 'Tcp',
      },
    }),
    ...append('lb_rule_resource.go', 'loadBalancingRules', {
      name: 'web',
      properties: {
        backendAddressPools: [{ id: ids.pool }],
        backendPort: 80,
        disableOutboundSnat: false,
        enableFloatingIP: false,
        enableTcpReset: false,
        frontendIPConfiguration: { id: ids.frontend },
        frontendPort: 80,
        idleTimeoutInMinutes: 4,
        loadDistribution: 'Default',
        probe: { id: ids.probe },
        protocol: 'Tcp',
      },
    }),
    ...append('lb_nat_pool_resource.go', 'inboundNatPools', {
      name: 'ssh',
      properties: {
        backendPort: 22,
        enableFloatingIP: false,
        enableTcpReset: false,
        frontendIPConfiguration: { id: ids.frontend },
        frontendPortRangeEnd: 50_119,
        frontendPortRangeStart: 50_000,
        idleTimeoutInMinutes: 4,
        protocol: 'Tcp',
      },
    }),
  ];
}
