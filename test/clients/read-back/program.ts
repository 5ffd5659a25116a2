import assert from 'node:assert/strict';
import { ComputeManagementClient } from '@azure/arm-compute';
import { ClientSecretCredential } from '@azure/identity';
import { readTarget } from '../support/target.ts';

/** What @azure/arm-compute reads of the set named by the arguments, as one JSON object. */
const { url, tenantId, subscriptionId } = readTarget();
const [group = '', name = ''] = process.argv.slice(2);
const credential = new ClientSecretCredential(tenantId, 'app', 'secret', {
  authorityHost: url,
  disableInstanceDiscovery: true,
});
const client = new ComputeManagementClient(credential, subscriptionId, { endpoint: url });
const found = await client.virtualMachineScaleSets.get(group, name);
const view = await client.virtualMachineScaleSets.getInstanceView(group, name);
const instances: string[] = [];
for await (const machine of client.virtualMachineScaleSetVMs.list(group, name)) {
  assert.ok(machine.instanceId !== undefined);
  instances.push(machine.instanceId);
}
const profile = found.virtualMachineProfile;
const image = profile?.storageProfile?.imageReference;
const [nic] = profile?.networkProfile?.networkInterfaceConfigurations ?? [];
const read = {
  id: found.id,
  location: found.location,
  sku: `${found.sku?.name} ${found.sku?.tier} ${found.sku?.capacity}`,
  state: found.provisioningState,
  unique: found.uniqueId,
  upgrades: found.upgradePolicy?.mode,
  admin: profile?.osProfile?.adminUsername,
  image: `${image?.publisher} ${image?.offer} ${image?.sku} ${image?.version}`,
  subnet: nic?.ipConfigurations?.[0]?.subnet?.id,
  tags: found.tags,
  instances: instances.sort(),
  summary: view.virtualMachine?.statusesSummary?.map(({ code, count }) => `${code} ${count}`),
};
process.stdout.write(`${JSON.stringify(read)}\n`);
