import type { AzStory } from './az-case.ts';

const IMAGE = 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest';
const ADMIN =
  "--admin-username azureuser --admin-password 'NotASecret-ForTheTests1' --authentication-type password";

/** What az says of itself, whatever the server: defaults that will change, generation of credentials. */
const HINTS = [
  /default value .* will be changed|will be changed in|breaking change|Consider upgrading|default orchestration mode|Flexible/i,
  /The recommended way to create/i,
  /It is recommended to use parameter "--lb-sku Standard"/,
];

/** All the ways in which `az vmss create` is called. */
export const createStory: AzStory = {
  name: 'vmss create',
  cases: [
    {
      name: 'group create',
      args: 'group create -n az-create -l westeurope',
      json: { name: 'az-create' },
    },
    {
      name: 'vmss create with a new network and load balancer',
      args: `vmss create -g az-create -n web --image ${IMAGE} --orchestration-mode Uniform --instance-count 3 ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded', orchestrationMode: 'Uniform' } },
      mayWarn: HINTS,
    },
    {
      name: '… which has its instances',
      args: 'vmss show -g az-create -n web',
      json: { sku: { capacity: 3 }, provisioningState: 'Succeeded' },
    },
    {
      name: 'network lb show of its load balancer',
      // Debian 12's own packages lack what its az imports for this command.
      only: 'latest',
      args: 'network lb show -g az-create -n webLB',
      json: { name: 'webLB', provisioningState: 'Succeeded' },
    },
    {
      name: 'vmss list-instance-connection-info through its NAT pool',
      args: 'vmss list-instance-connection-info -g az-create -n web',
      json: { 'instance 0': /:\d+$/ },
    },
    {
      name: 'vmss list-instance-public-ips of machines without any',
      args: 'vmss list-instance-public-ips -g az-create -n web',
      json: [],
    },
    {
      name: 'vmss create with public addresses, zones and an alias',
      args: `vmss create -g az-create -n zonal --image Ubuntu2204 --orchestration-mode Uniform --instance-count 3 --zones 1 2 3 -l westeurope --public-ip-per-vm ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded' } },
      mayWarn: HINTS,
    },
    {
      name: '… whose machines are spread over the zones',
      args: 'vmss list-instances -g az-create -n zonal --query [].zones[] -o tsv',
      output: [/1/, /2/, /3/],
    },
    {
      name: '… and have their addresses',
      args: 'vmss list-instance-public-ips -g az-create -n zonal --query [].ipAddress -o tsv',
      output: [/^(\d+\.\d+\.\d+\.\d+\n){3}$/],
    },
    {
      name: 'network vnet create',
      args: 'network vnet create -g az-create -n kept --address-prefixes 10.9.0.0/16 --subnet-name machines --subnet-prefixes 10.9.0.0/24',
      json: { newVNet: { name: 'kept' } },
    },
    {
      name: 'image create',
      args: 'image create -g az-create -n golden --os-type Linux --source https://account.blob.core.windows.net/vhds/golden.vhd --hyper-v-generation V2',
      json: { name: 'golden', provisioningState: 'Succeeded' },
      mayWarn: [/./],
    },
    {
      name: 'vmss create in a network that is there, of an image by its id',
      args: `vmss create -g az-create -n inside --image /subscriptions/{subscription}/resourceGroups/az-create/providers/Microsoft.Compute/images/golden --vnet-name kept --subnet machines --orchestration-mode Uniform --instance-count 1 --lb '' ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded' } },
      mayWarn: HINTS,
    },
    {
      name: '… whose machines have an address of its subnet',
      args: 'vmss nic list -g az-create --vmss-name inside --query [].ipConfigurations[].privateIPAddress -o tsv',
      output: [/^10\.9\.0\.\d+$/m],
      only: 'latest',
    },
    {
      name: 'network vnet delete of a network in use',
      args: 'network vnet delete -g az-create -n kept',
      exit: 1,
      error: ['InUse'],
    },
    {
      name: 'vmss create --instance-count 0',
      args: `vmss create -g az-create -n empty --image ${IMAGE} --orchestration-mode Uniform --instance-count 0 ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded' } },
      mayWarn: HINTS,
    },
    {
      name: '… which has no instances',
      args: 'vmss list-instances -g az-create -n empty',
      json: [],
    },
    {
      name: 'vmss create --no-wait',
      args: `vmss create -g az-create -n later --image ${IMAGE} --orchestration-mode Uniform --instance-count 1 --no-wait ${ADMIN}`,
      mayWarn: HINTS,
    },
    {
      name: 'vmss wait --created for it',
      args: 'vmss wait -g az-create -n later --created --interval 1 --timeout 60',
      output: [/^$/],
    },
    {
      name: 'vmss create --orchestration-mode Flexible',
      args: `vmss create -g az-create -n flexible --image ${IMAGE} --orchestration-mode Flexible --platform-fault-domain-count 1 --instance-count 2 ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded' } },
      mayWarn: HINTS,
      only: 'latest',
    },
    {
      name: 'vmss create with its own defaults',
      args: `vmss create -g az-create -n plain --image ${IMAGE} ${ADMIN}`,
      json: { vmss: { provisioningState: 'Succeeded' } },
      mayWarn: HINTS,
    },
    {
      name: 'vmss list -o table shows all of them',
      args: 'vmss list -g az-create -o table',
      output: [/^web /m, /^zonal /m, /^inside /m, /^empty /m, /^later /m, /^plain /m],
    },
    {
      name: 'vmss create of a size that is not there',
      args: `vmss create -g az-create -n odd --image ${IMAGE} --orchestration-mode Uniform --vm-sku Standard_D2s_v99 ${ADMIN}`,
      exit: 1,
      only: 'hybrid',
      error: [
        'InvalidParameter',
        'The value Standard_D2s_v99 provided for the VM size is not valid',
      ],
    },
    {
      name: 'vmss create of a size that is not there (2.74 hides what it is told)',
      args: `vmss create -g az-create -n odd --image ${IMAGE} --orchestration-mode Uniform --vm-sku Standard_D2s_v99 ${ADMIN}`,
      exit: 1,
      only: 'latest',
      hidesRefusal: true,
    },
    {
      name: 'vmss create of an image that is not there',
      args: `vmss create -g az-create -n odd --image Canonical:nothing:none:latest --orchestration-mode Uniform ${ADMIN}`,
      exit: 1,
      only: 'hybrid',
      error: ['Artifact: VMImage was not found'],
    },
    {
      name: 'vmss create of an image that is not there (which 2.74 looks up first)',
      args: `vmss create -g az-create -n odd --image Canonical:nothing:none:latest --orchestration-mode Uniform ${ADMIN}`,
      exit: 2,
      only: 'latest',
      error: ['(NotFound) Artifact: VMImage was not found'],
    },
    {
      name: 'vmss create beyond the quota',
      args: `vmss create -g az-create -n huge --image ${IMAGE} --orchestration-mode Uniform --vm-sku Standard_D64s_v3 --instance-count 100 ${ADMIN}`,
      exit: 1,
      only: 'hybrid',
      error: [/QuotaExceeded|exceeding approved .* quota/i],
    },
    {
      name: 'vmss create beyond the quota (2.74 hides what it is told)',
      args: `vmss create -g az-create -n huge --image ${IMAGE} --orchestration-mode Uniform --vm-sku Standard_D64s_v3 --instance-count 100 ${ADMIN}`,
      exit: 1,
      only: 'latest',
      hidesRefusal: true,
    },
    {
      name: 'deployment group list keeps what vmss create deployed',
      args: "deployment group list -g az-create --query [?properties.provisioningState=='Failed'] --query [].name -o tsv",
      output: [/^vmss_deploy_/m],
    },
    {
      name: 'vmss delete --no-wait',
      args: 'vmss delete -g az-create -n web --no-wait',
      output: [/^$/],
    },
    {
      name: 'vmss wait --deleted',
      args: 'vmss wait -g az-create -n web --deleted --interval 1 --timeout 60',
      output: [/^$/],
    },
    {
      name: 'group delete with all in it',
      args: 'group delete -n az-create --yes',
      output: [/^$/],
    },
    {
      name: 'group show of what is gone',
      args: 'group show -n az-create',
      exit: 3,
      error: ['(ResourceGroupNotFound)'],
    },
  ],
};
