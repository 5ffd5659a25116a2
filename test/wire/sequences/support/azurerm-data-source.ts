import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { SOURCE } from './azurerm-resource.ts';
import type { Client } from './client.ts';
import { at, expectStatus } from './wire.ts';

/**
 * data "azurerm_virtual_machine_scale_set": the set, its machines, and the network interfaces of each.
 * What it reads through a pointer without a look must be there. Interfaces are asked for at 2023-09-01
 * whatever the rest of the network is at, since Azure has nothing newer of them
 * (internal/services/network/client/client.go).
 */
export async function readDataSource(
  client: Client,
  setId: string,
  { compute, instances }: { compute: string; instances: number },
): Promise<void> {
  const source = `${SOURCE}/compute/virtual_machine_scale_set_data_source.go`;
  const read = async (target: string, version: string): Promise<JsonObject> => {
    const answer = await client.send('GET', `${target}?api-version=${version}`);
    expectStatus(answer, 200);
    return answer.json;
  };
  await read(setId, compute);
  const machines = at(await read(`${setId}/virtualMachines`, compute), 'value') as JsonObject[];
  assert.equal(machines.length, instances);
  const addresses = new Set<unknown>();
  for (const machine of machines) {
    for (const name of ['name', 'instanceId'])
      assert.equal(typeof machine[name], 'string', `${source}: ${name}`);
    assert.match(String(at(machine, 'properties', 'vmId')), /^[0-9a-f-]{36}$/, source);
    const target = `${setId}/virtualMachines/${String(machine['instanceId'])}/networkInterfaces`;
    const interfaces = at(await read(target, '2023-09-01'), 'value') as JsonObject[];
    assert.equal(interfaces.length, 1, source);
    const [nic] = interfaces;
    assert.equal(at(nic, 'properties', 'primary'), true, source);
    const [configuration] = at(nic, 'properties', 'ipConfigurations') as JsonObject[];
    assert.equal(at(configuration, 'properties', 'primary'), true, source);
    addresses.add(at(configuration, 'properties', 'privateIPAddress'));
  }
  assert.equal(addresses.size, instances, `${source}: private_ip_address of each machine`);
  for (const address of addresses) assert.match(String(address), /^\d+\.\d+\.\d+\.\d+$/);
}

/** Of a Flexible set: no interfaces below the set, which is 404; then the machine by itself. */
export async function readFlexibleDataSource(
  client: Client,
  setId: string,
  { compute, instances }: { compute: string; instances: number },
): Promise<void> {
  const listed = await client.send('GET', `${setId}/virtualMachines?api-version=${compute}`);
  expectStatus(listed, 200);
  const machines = at(listed.json, 'value') as JsonObject[];
  assert.equal(machines.length, instances);
  for (const machine of machines) {
    // InstanceId of the list is the name of the machine.
    const name = String(machine['instanceId']);
    const interfaces = `${setId}/virtualMachines/${name}/networkInterfaces?api-version=2023-09-01`;
    expectStatus(await client.send('GET', interfaces), 404);
    const own = setId.replace(/virtualMachineScaleSets\/[^/]+$/, `virtualMachines/${name}`);
    const shown = await client.send('GET', `${own}?api-version=2024-03-01`);
    expectStatus(shown, 200);
    assert.match(String(at(shown.json, 'properties', 'vmId')), /^[0-9a-f-]{36}$/);
  }
}
