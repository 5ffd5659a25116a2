import type { AzStory } from './az-case.ts';

import { SUBSCRIPTION } from './files.ts';

/** Images, sizes and quotas, and requests by hand. */
export const catalogueStory: AzStory = {
  name: 'the catalogue of a region',
  cases: [
    {
      name: 'vm list-skus',
      // 2.45 reads all sizes of all regions for it; once is enough.
      only: 'latest',
      args: 'vm list-skus -l westeurope --size Standard_D2s_v3 --resource-type virtualMachines',
      json: [{ name: 'Standard_D2s_v3', resourceType: 'virtualMachines' }],
    },
    {
      name: 'vm list-skus -o table',
      args: 'vm list-skus -l westeurope --size Standard_D2s -o table',
      output: [/^ResourceType +Locations +Name +Zones +Restrictions/m, /Standard_D2s_v3/],
    },
    {
      name: 'vm list-sizes',
      args: 'vm list-sizes -l westeurope -o table',
      output: [/^MaxDataDiskCount +MemoryInM[bB] +Name/m, /Standard_D2s_v3/],
      mayWarn: [/deprecated/],
    },
    {
      name: 'vm list-usage',
      args: 'vm list-usage -l westeurope -o table',
      output: [/^Name +CurrentValue +Limit/m, /Total Regional vCPUs/],
    },
    {
      name: 'vm image list (its aliases)',
      args: 'vm image list -o table',
      output: [/Ubuntu/, /Canonical/],
      mayWarn: [/offline|--all/],
    },
    {
      name: 'vm image list --all',
      args: 'vm image list --all -p Canonical -f 0001-com-ubuntu-server-jammy -s 22_04-lts-gen2 -l westeurope --query [0].publisher -o tsv',
      output: [/^Canonical$/m],
    },
    {
      name: 'vm image list-publishers',
      args: 'vm image list-publishers -l westeurope --query [].name -o tsv',
      output: [/^Canonical$/m],
    },
    {
      name: 'vm image list-offers',
      args: 'vm image list-offers -l westeurope -p Canonical --query [].name -o tsv',
      output: [/^0001-com-ubuntu-server-jammy$/m],
    },
    {
      name: 'vm image list-skus',
      args: 'vm image list-skus -l westeurope -p Canonical -f 0001-com-ubuntu-server-jammy --query [].name -o tsv',
      output: [/^22_04-lts-gen2$/m],
    },
    {
      name: 'vm image show',
      args: 'vm image show -l westeurope -p Canonical -f 0001-com-ubuntu-server-jammy -s 22_04-lts-gen2 --version latest',
      json: { osDiskImage: { operatingSystem: 'Linux' } },
    },
    {
      name: 'vm image show of one that is not there',
      args: 'vm image show -l westeurope -p Canonical -f nothing -s none --version 1.0.0',
      exit: 3,
      error: ['ERROR'],
    },
    {
      name: 'rest get of the subscription',
      args: 'rest --method get --url /subscriptions/{subscription}?api-version=2022-12-01',
      json: { subscriptionId: SUBSCRIPTION },
    },
    {
      name: 'rest get of what is not there',
      args: 'rest --method get --url /subscriptions/{subscription}/resourceGroups/none?api-version=2021-04-01',
      exit: 1,
      error: ['ResourceGroupNotFound'],
    },
    {
      name: 'rest with a version that is not one',
      args: 'rest --method get --url /subscriptions/{subscription}/providers/Microsoft.Compute/virtualMachineScaleSets?api-version=soon',
      exit: 1,
      error: ['InvalidApiVersionParameter'],
    },
  ],
};
