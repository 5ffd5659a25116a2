import type { AzCase, AzStory } from './az-case.ts';

const IN_GROUP = '-g az-deploy --template-file {folder}/template.json --parameters prefix=it';

/** Templates, resources as such, and what is refused in them. */
export const deploymentStory: AzStory = {
  name: 'deployments and resources',
  cases: [
    {
      name: 'group create',
      args: 'group create -n az-deploy -l westeurope',
      json: { name: 'az-deploy' },
    },
    {
      name: 'deployment group validate',
      args: `deployment group validate ${IN_GROUP}`,
      json: { properties: { provisioningState: 'Succeeded' } },
    },
    {
      name: 'deployment group what-if',
      args: `deployment group what-if ${IN_GROUP} --no-pretty-print`,
      json: { status: 'Succeeded', changes: [{ changeType: 'Create' }, { changeType: 'Create' }] },
    },
    {
      name: 'deployment group what-if, for people',
      args: `deployment group what-if ${IN_GROUP}`,
      output: ['Resource changes: 2 to create'],
    },
    {
      name: 'deployment group create',
      args: `deployment group create -n first ${IN_GROUP}`,
      json: {
        name: 'first',
        properties: {
          provisioningState: 'Succeeded',
          outputs: { setId: { type: 'String', value: /virtualMachineScaleSets\/it-set$/ } },
          outputResources: { length: 2 },
        },
      },
    },
    {
      name: 'deployment group create -o table',
      args: `deployment group create -n again ${IN_GROUP} -o table`,
      output: [/^Name +State +Timestamp +Mode/m, /^again +Succeeded/m],
    },
    {
      name: 'deployment group what-if of what is there already',
      args: `deployment group what-if ${IN_GROUP} --no-pretty-print --query changes[].changeType -o tsv`,
      output: [/^(NoChange\n){2}$/],
    },
    {
      name: 'deployment group show',
      args: 'deployment group show -g az-deploy -n first',
      json: { properties: { provisioningState: 'Succeeded', mode: 'Incremental' } },
    },
    {
      name: 'deployment group list',
      args: 'deployment group list -g az-deploy -o table',
      output: [/^again /m, /^first /m],
    },
    {
      name: 'deployment operation group list',
      args: 'deployment operation group list -g az-deploy -n first --query [].properties.provisioningState -o tsv',
      output: [/^(Succeeded\n){2,}$/],
    },
    {
      name: 'deployment group export',
      args: 'deployment group export -g az-deploy -n first',
      json: { contentVersion: '1.0.0.0' },
    },
    {
      name: 'deployment group delete',
      args: 'deployment group delete -g az-deploy -n again',
      output: [/^$/],
    },
    {
      name: 'deployment group show of one that is gone',
      args: 'deployment group show -g az-deploy -n again',
      exit: 3,
      error: ['(DeploymentNotFound)'],
    },
    ...refusedTemplates('with a function that is not there', 'unknown-function.json', [
      '"code": "InvalidTemplate"',
      'shout',
    ]),
    ...refusedTemplates('with a mistake deep inside', 'unknown-size.json', [
      '"code": "InvalidTemplateDeployment"',
      '"code": "InvalidParameter", "target": "vmSize"',
      'The value Standard_D2s_v99 provided for the VM size is not valid',
    ]),
    {
      name: 'deployment group create of what fails deep inside while it is deployed',
      args: 'deployment group create -g az-deploy -n failing --template-file {folder}/failing.json',
      exit: 1,
      error: ['DeploymentFailed', 'VMExtensionProvisioningError', 'Enable failed with exit code 1'],
    },
    {
      name: '… which its operations show',
      args: 'deployment operation group list -g az-deploy -n failing --query [].properties.[provisioningState,statusCode,targetResource.resourceName] -o tsv',
      output: [/^Failed\tConflict\tinner$/m],
    },
    {
      name: '… and those of the one inside',
      args: 'deployment operation group list -g az-deploy -n inner --query [].properties.[provisioningState,targetResource.resourceName] -o tsv',
      output: [/^Failed\tinner-set$/m],
    },
    {
      name: 'deployment group create without a parameter that it needs',
      args: 'deployment group create -g az-deploy -n none --template-file {folder}/template.json --no-prompt true',
      exit: 1,
      error: ['prefix'],
    },
    {
      name: 'deployment sub validate',
      args: 'deployment sub validate -l westeurope --template-file {folder}/subscription.json --parameters group=az-sub',
      json: { properties: { provisioningState: 'Succeeded' } },
    },
    {
      name: 'deployment sub create',
      args: 'deployment sub create -n above -l westeurope --template-file {folder}/subscription.json --parameters group=az-sub',
      json: {
        location: 'westeurope',
        properties: { provisioningState: 'Succeeded', outputs: { group: { value: 'az-sub' } } },
      },
    },
    {
      name: 'deployment sub what-if',
      args: 'deployment sub what-if -l westeurope --template-file {folder}/subscription.json --parameters group=az-other --no-pretty-print',
      json: { status: 'Succeeded', changes: [{ changeType: 'Create' }] },
    },
    {
      name: 'deployment sub list',
      args: 'deployment sub list --query [].name -o tsv',
      output: [/^above$/m],
    },
    { name: 'deployment sub show', args: 'deployment sub show -n above', json: { name: 'above' } },
    { name: 'deployment sub delete', args: 'deployment sub delete -n above', output: [/^$/] },
    { name: 'group show of what it made', args: 'group show -n az-sub', json: { name: 'az-sub' } },
    {
      name: 'group list -o table',
      args: 'group list -o table',
      output: [/^Name +Location +Status/m, /^az-sub +westeurope +Succeeded/m],
    },
    {
      name: 'group update',
      args: 'group update -n az-sub --set tags.env=test',
      json: { tags: { env: 'test' } },
    },
    {
      name: 'resource list',
      args: 'resource list -g az-deploy --query sort_by([?starts_with(name,`it-`)],&name)',
      json: [
        { type: 'Microsoft.Network/virtualNetworks', name: 'it-net' },
        { type: 'Microsoft.Compute/virtualMachineScaleSets', name: 'it-set' },
      ],
    },
    {
      name: 'resource list -o table',
      args: 'resource list -g az-deploy -o table',
      output: [
        /^Name +ResourceGroup +Location +Type/m,
        /^it-set +az-deploy +westeurope +Microsoft.Compute\/virtualMachineScaleSets/m,
      ],
    },
    {
      name: 'resource show',
      args: 'resource show -g az-deploy -n it-set --resource-type Microsoft.Compute/virtualMachineScaleSets',
      json: { name: 'it-set', properties: { provisioningState: 'Succeeded' } },
    },
    {
      name: 'resource tag',
      args: 'resource tag -g az-deploy -n it-set --resource-type Microsoft.Compute/virtualMachineScaleSets --tags team=blue',
      json: { tags: { team: 'blue' } },
    },
    {
      name: 'resource list --tag',
      args: 'resource list --tag team=blue --query [].name -o tsv',
      output: [/^it-set$/m],
    },
    {
      name: 'tag list',
      args: 'tag list --resource-id /subscriptions/{subscription}/resourceGroups/az-deploy/providers/Microsoft.Compute/virtualMachineScaleSets/it-set',
      json: { properties: { tags: { team: 'blue' } } },
    },
    {
      name: 'resource show of what is not there',
      args: 'resource show -g az-deploy -n none --resource-type Microsoft.Compute/virtualMachineScaleSets',
      exit: 3,
      error: ['(ResourceNotFound)'],
    },
    {
      name: 'resource delete',
      args: 'resource delete -g az-deploy -n it-set --resource-type Microsoft.Compute/virtualMachineScaleSets',
    },
    {
      name: 'group delete --no-wait',
      args: 'group delete -n az-deploy --yes --no-wait',
      output: [/^$/],
    },
    {
      name: 'group wait --deleted',
      args: 'group wait -n az-deploy --deleted --interval 1 --timeout 60',
      output: [/^$/],
    },
  ],
};

/** A template that is refused before anything of it is deployed. */
function refusedTemplates(what: string, file: string, error: readonly string[]): readonly AzCase[] {
  const name = `deployment group create ${what}`;
  const args = `deployment group create -g az-deploy -n odd --template-file {folder}/${file}${
    file === 'unknown-function.json' ? ' --parameters prefix=it' : ''
  }`;
  return [
    { name, args, exit: 1, only: 'hybrid', error },
    {
      name: `${name} (2.74 hides what it is told)`,
      args,
      exit: 1,
      only: 'latest',
      hidesRefusal: true,
    },
  ];
}
