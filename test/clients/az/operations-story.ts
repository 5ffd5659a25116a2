import type { AzCase, AzStory } from './az-case.ts';
import {
  commands,
  disks,
  extensions,
  identities,
  network,
  SET,
  upgrades,
} from './operations-parts.ts';

/** What az says whenever machines are stopped and not deallocated. */
const STOP_IS_BILLED =
  /About to power off the VMSS instances|they will continue to be billed|az vmss deallocate/;

/** Everything that is done with a set that is there; it was put by `az rest`. */
export const operationsStory: AzStory = {
  name: 'a set, and all that is done with it',
  cases: [
    {
      name: 'group create',
      args: 'group create -n az-ops -l westeurope --tags env=test',
      json: {
        name: 'az-ops',
        properties: { provisioningState: 'Succeeded' },
        tags: { env: 'test' },
      },
    },
    {
      name: 'network vnet create',
      args: 'network vnet create -g az-ops -n net --address-prefixes 10.0.0.0/16 --subnet-name default --subnet-prefixes 10.0.0.0/24',
      json: { newVNet: { provisioningState: 'Succeeded', subnets: [{ name: 'default' }] } },
    },
    {
      name: 'rest puts a set',
      args: 'rest --method put --url /subscriptions/{subscription}/resourceGroups/az-ops/providers/Microsoft.Compute/virtualMachineScaleSets/web?api-version=2022-08-01 --body @{folder}/set.json',
      json: { name: 'web', sku: { capacity: 3 }, properties: { provisioningState: 'Creating' } },
    },
    {
      name: 'vmss wait --created',
      args: `vmss wait ${SET} --created --interval 1 --timeout 60`,
      output: [/^$/],
    },
    ...reads(),
    ...power(),
    ...changes(),
    ...extensions(),
    ...identities(),
    ...disks(),
    ...network(),
    ...commands(),
    ...upgrades(),
    { name: 'vmss delete', args: `vmss delete ${SET}`, output: [/^$/] },
    {
      name: 'vmss show of a set that is gone',
      args: `vmss show ${SET}`,
      exit: 3,
      error: [
        '(ResourceNotFound)',
        "virtualMachineScaleSets/web' under resource group 'az-ops' was not found",
      ],
    },
    { name: 'group delete', args: 'group delete -n az-ops --yes', output: [/^$/] },
    { name: 'group exists', args: 'group exists -n az-ops', output: [/^false$/m] },
  ],
};

function reads(): readonly AzCase[] {
  return [
    {
      name: 'vmss show',
      args: `vmss show ${SET}`,
      json: {
        name: 'web',
        location: 'westeurope',
        provisioningState: 'Succeeded',
        sku: { name: 'Standard_D2s_v3', capacity: 3 },
        upgradePolicy: { mode: 'Manual' },
        virtualMachineProfile: { osProfile: { adminUsername: 'azureuser' } },
      },
    },
    {
      name: 'vmss show -o table',
      args: `vmss show ${SET} -o table`,
      output: [/^Name +ResourceGroup +Location/m, /^web +az-ops +westeurope/m, /Manual/],
    },
    {
      name: 'vmss list',
      args: 'vmss list -g az-ops',
      json: [{ name: 'web', resourceGroup: /^az-ops$/i }],
    },
    {
      name: 'vmss list -o table',
      args: 'vmss list -o table',
      output: [/^Name +ResourceGroup +Location/m, /^web +az-ops +westeurope/im],
    },
    {
      name: 'vmss get-instance-view of the set',
      args: `vmss get-instance-view ${SET}`,
      json: {
        statuses: [{ code: 'ProvisioningState/succeeded' }],
        virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }] },
      },
    },
    {
      name: 'vmss get-instance-view of one instance',
      args: `vmss get-instance-view ${SET} --instance-id 1`,
      json: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: 'PowerState/running' }] },
    },
    {
      name: 'vmss get-instance-view of all instances',
      args: `vmss get-instance-view ${SET} --instance-id *`,
      json: { length: 3 },
    },
    {
      name: 'vmss get-instance-view -o table',
      args: `vmss get-instance-view ${SET} --instance-id 0 -o table`,
      output: [/^ProvisioningState +PowerState/m, /^Provisioning succeeded +VM running/m],
    },
    {
      name: 'vmss list-instances',
      args: `vmss list-instances ${SET}`,
      json: [
        {
          instanceId: '0',
          name: 'web_0',
          provisioningState: 'Succeeded',
          latestModelApplied: true,
        },
        { instanceId: '1' },
        { instanceId: '2' },
      ],
    },
    {
      name: 'vmss list-instances -o table',
      args: `vmss list-instances ${SET} -o table`,
      output: [/^InstanceId +LatestModelApplied +Location +/m, /^0 +True +westeurope +/m],
    },
    {
      name: 'vmss list-instances --expand instanceView',
      args: `vmss list-instances ${SET} --expand instanceView --query [].instanceView.statuses[1].code -o tsv`,
      output: [/^(PowerState\/running\n){3}$/],
    },
    {
      name: 'vmss list-skus',
      args: `vmss list-skus ${SET} --query [?sku.name=='Standard_D2s_v3'].resourceType -o tsv`,
      output: [/^Microsoft.Compute\/virtualMachineScaleSets$/m],
    },
  ];
}

function power(): readonly AzCase[] {
  const powerStates = (instance: string, code: string): AzCase => ({
    name: `… and instance ${instance} is ${code}`,
    args: `vmss get-instance-view ${SET} --instance-id ${instance} --query statuses[1].code -o tsv`,
    output: [new RegExp(`^${code}$`, 'm')],
  });
  return [
    {
      name: 'vmss stop of some instances',
      args: `vmss stop ${SET} --instance-ids 0 1`,
      output: [/^$/],
      mayWarn: [STOP_IS_BILLED],
    },
    powerStates('0', 'PowerState/stopped'),
    { name: 'vmss start of the set', args: `vmss start ${SET}`, output: [/^$/] },
    powerStates('0', 'PowerState/running'),
    {
      name: 'vmss deallocate of one instance',
      args: `vmss deallocate ${SET} --instance-ids 1`,
      output: [/^$/],
    },
    powerStates('1', 'PowerState/deallocated'),
    {
      name: 'vmss start of one instance',
      args: `vmss start ${SET} --instance-ids 1`,
      output: [/^$/],
    },
    { name: 'vmss restart', args: `vmss restart ${SET}`, output: [/^$/] },
    {
      name: 'vmss reimage of one instance',
      args: `vmss reimage ${SET} --instance-ids 2`,
      only: 'latest',
      output: [/^$/],
    },
    {
      name: 'vmss reimage of one instance (its older form)',
      args: `vmss reimage ${SET} --instance-id 2`,
      only: 'hybrid',
      output: [/^$/],
    },
    { name: 'vmss reimage of the set', args: `vmss reimage ${SET}`, output: [/^$/] },
    {
      name: 'vmss stop of an instance that is not there',
      args: `vmss stop ${SET} --instance-ids 99`,
      exit: 1,
      error: ['(InvalidParameter)', '99'],
    },
  ];
}

function changes(): readonly AzCase[] {
  return [
    {
      name: 'vmss scale',
      args: `vmss scale ${SET} --new-capacity 5`,
      json: { sku: { capacity: 5 }, provisioningState: 'Succeeded' },
    },
    {
      name: 'vmss delete-instances',
      args: `vmss delete-instances ${SET} --instance-ids 3 4`,
      output: [/^$/],
    },
    {
      name: '… and 3 are left',
      args: `vmss list-instances ${SET} --query [].instanceId -o tsv`,
      output: [/^0\n1\n2\n$/],
    },
    {
      name: 'vmss update --set',
      args: `vmss update ${SET} --set tags.env=prod virtualMachineProfile.storageProfile.osDisk.diskSizeGB=64`,
      json: {
        tags: { env: 'prod' },
        virtualMachineProfile: { storageProfile: { osDisk: { diskSizeGb: 64 } } },
      },
    },
    {
      name: '… after which instances are behind',
      args: `vmss list-instances ${SET} --query [].latestModelApplied -o tsv`,
      output: [/^(false\n){3}$/i],
    },
    {
      name: 'vmss update-instances of one',
      args: `vmss update-instances ${SET} --instance-ids 0`,
      output: [/^$/],
    },
    {
      name: 'vmss update-instances of all',
      args: `vmss update-instances ${SET} --instance-ids *`,
      output: [/^$/],
    },
    {
      name: '… after which they are not',
      args: `vmss list-instances ${SET} --query [].latestModelApplied -o tsv`,
      output: [/^(true\n){3}$/i],
    },
    { name: 'vmss restart --no-wait', args: `vmss restart ${SET} --no-wait`, output: [/^$/] },
    {
      name: 'vmss wait --updated',
      args: `vmss wait ${SET} --updated --interval 1 --timeout 60`,
      output: [/^$/],
    },
    {
      name: 'vmss wait --custom',
      args: `vmss wait ${SET} --custom sku.capacity==\`3\` --interval 1 --timeout 60`,
      output: [/^$/],
    },
    {
      name: 'vmss update --protect-from-scale-in of one instance',
      args: `vmss update ${SET} --instance-id 2 --protect-from-scale-in true`,
      json: { instanceId: '2', protectionPolicy: { protectFromScaleIn: true } },
    },
    {
      name: 'vmss update beyond the quota',
      args: `vmss update ${SET} --set sku.name=Standard_D64s_v3 sku.capacity=40`,
      exit: 1,
      error: [/Operation could not be completed as it results in exceeding approved/],
    },
    {
      name: 'vmss scale beyond what a set may have',
      args: `vmss scale ${SET} --new-capacity 100000`,
      exit: 1,
      error: ['ERROR: ('],
    },
  ];
}
