import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAzure } from '../compute/support/azure.ts';
import { errorOf, itemsOf, NETWORK, networkOf, propertiesOf } from './support/network.ts';

const LB = `${NETWORK}/loadBalancers/lb`;
const frontend = { id: `${LB}/frontendIPConfigurations/f` };

// Source: recorded, azure-cli test_vmss_nics: the template of `az vmss create`, with its ports as strings.
test('load balancers: what az vmss create makes is read, completed and cross-linked', async () => {
  const azure = await createAzure();
  const { make, put, get } = networkOf(azure);
  await make('publicIPAddresses/ip');
  const created = await put('loadBalancers/lb', {
    properties: {
      backendAddressPools: [{ name: 'p' }],
      inboundNatPools: [
        {
          name: 'n',
          properties: {
            frontendIPConfiguration: frontend,
            protocol: 'tcp',
            frontendPortRangeStart: '50000',
            frontendPortRangeEnd: '50119',
            backendPort: 22,
          },
        },
      ],
      frontendIPConfigurations: [
        { name: 'f', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/ip` } } },
      ],
      probes: [{ name: 'h', properties: { protocol: 'http', port: 80, requestPath: '/' } }],
      loadBalancingRules: [
        {
          name: 'r',
          properties: {
            frontendIPConfiguration: frontend,
            backendAddressPool: { id: `${LB}/backendAddressPools/p` },
            probe: { id: `${LB}/probes/h` },
            protocol: 'Tcp',
            frontendPort: 80,
            backendPort: 80,
          },
        },
      ],
    },
  });
  assert.equal(created.httpStatus, 201);
  assert.equal(propertiesOf(created.json)['provisioningState'], 'Succeeded');
  assert.deepEqual(created.json['sku'], { name: 'Basic', tier: 'Regional' });
  assert.deepEqual(propertiesOf(itemsOf(created.json, 'inboundNatPools')[0]), {
    provisioningState: 'Succeeded',
    protocol: 'Tcp',
    idleTimeoutInMinutes: 4,
    enableFloatingIP: false,
    enableDestinationServiceEndpoint: false,
    enableTcpReset: false,
    allowBackendPortConflict: false,
    frontendIPConfiguration: frontend,
    frontendPortRangeStart: 50_000,
    frontendPortRangeEnd: 50_119,
    backendPort: 22,
  });
  const rules = [{ id: `${LB}/loadBalancingRules/r` }];
  const front = await get('loadBalancers/lb/frontendIPConfigurations/f');
  assert.deepEqual(propertiesOf(front.json)['loadBalancingRules'], rules);
  assert.deepEqual(propertiesOf(front.json)['inboundNatPools'], [
    { id: `${LB}/inboundNatPools/n` },
  ]);
  const pool = await get('loadBalancers/lb/backendAddressPools/p');
  assert.deepEqual(propertiesOf(pool.json)['loadBalancingRules'], rules);
  const probe = await get('loadBalancers/lb/probes/h');
  assert.deepEqual(propertiesOf(probe.json)['loadBalancingRules'], rules);
  assert.equal(propertiesOf(probe.json)['protocol'], 'Http');
  const ip = await get('publicIPAddresses/ip');
  assert.deepEqual(propertiesOf(ip.json)['ipConfiguration'], frontend);
});

test('load balancers: parts that name parts that are not there are refused', async () => {
  const { put } = networkOf(await createAzure());
  const answer = await put('loadBalancers/lb', {
    properties: {
      inboundNatRules: [{ name: 'n', properties: { frontendIPConfiguration: frontend } }],
    },
  });
  assert.deepEqual(errorOf(answer), {
    code: 'InvalidResourceReference',
    message: `Resource ${frontend.id} referenced by resource ${LB}/inboundNatRules/n was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    details: [],
  });
});

test('application gateways: parts have ids, certificates keep their secrets to themselves', async () => {
  const azure = await createAzure();
  const { make } = networkOf(azure);
  await make('applicationGateways/g', {
    properties: {
      sslCertificates: [{ name: 'c', properties: { data: 'MII', password: 'kilimanjaro' } }],
      backendAddressPools: [{ name: 'p', properties: {} }],
    },
  });
  await azure.advance(300);
  const { get } = networkOf(azure);
  const { json, text } = await get('applicationGateways/g');
  assert.equal(propertiesOf(json)['operationalState'], 'Running');
  assert.equal(
    itemsOf(json, 'backendAddressPools')[0]?.['id'],
    `${NETWORK}/applicationGateways/g/backendAddressPools/p`,
  );
  assert.doesNotMatch(text, /kilimanjaro|MII/);
});
