import type { AzCase } from './az-case.ts';

/** The set of the story in operations-story.ts, and what is done with parts of it. */
export const SET = '-g az-ops -n web';

export function extensions(): readonly AzCase[] {
  return [
    {
      name: 'vmss extension set',
      args: `vmss extension set -g az-ops --vmss-name web --name CustomScript --publisher Microsoft.Azure.Extensions --version 2.1 --settings '{"commandToExecute":"true"}'`,
      json: {
        virtualMachineProfile: {
          extensionProfile: {
            extensions: [{ name: 'CustomScript', publisher: 'Microsoft.Azure.Extensions' }],
          },
        },
      },
    },
    {
      name: 'vmss extension list',
      args: 'vmss extension list -g az-ops --vmss-name web',
      json: [{ name: 'CustomScript', settings: { commandToExecute: 'true' } }],
    },
    {
      name: 'vmss extension show',
      args: 'vmss extension show -g az-ops --vmss-name web -n CustomScript',
      json: { name: 'CustomScript', typeHandlerVersion: '2.1' },
    },
    {
      name: 'vmss update-instances brings it to them',
      args: `vmss update-instances ${SET} --instance-ids *`,
      output: [/^$/],
    },
    {
      name: 'vmss get-instance-view counts it',
      args: `vmss get-instance-view ${SET} --query extensions`,
      json: [
        {
          name: 'CustomScript',
          statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }],
        },
      ],
    },
    {
      name: 'vmss extension delete',
      args: 'vmss extension delete -g az-ops --vmss-name web -n CustomScript',
      json: { name: 'web' },
    },
    {
      name: 'vmss extension image list-versions',
      only: 'latest',
      args: 'vmss extension image list-versions -l westeurope -p Microsoft.Azure.Extensions -n CustomScript --query [].name -o tsv',
      output: [/^2\.1\.\d+$/m],
    },
  ];
}

export function identities(): readonly AzCase[] {
  const identity =
    '/subscriptions/{subscription}/resourceGroups/az-ops/providers/Microsoft.ManagedIdentity/userAssignedIdentities/me';
  return [
    {
      name: 'vmss identity assign',
      args: `vmss identity assign ${SET}`,
      json: { systemAssignedIdentity: /^[0-9a-f-]{36}$/, userAssignedIdentities: {} },
    },
    {
      name: 'vmss identity show',
      args: `vmss identity show ${SET}`,
      json: { type: 'SystemAssigned', principalId: /^[0-9a-f-]{36}$/ },
    },
    {
      name: 'identity create',
      args: 'identity create -g az-ops -n me',
      json: { name: 'me', clientId: /^[0-9a-f-]{36}$/ },
    },
    {
      name: 'vmss identity assign of a user’s own',
      args: `vmss identity assign ${SET} --identities ${identity}`,
      json: { systemAssignedIdentity: /^[0-9a-f-]{36}$/ },
    },
    {
      name: 'vmss identity remove of a user’s own',
      args: `vmss identity remove ${SET} --identities ${identity}`,
      json: { type: 'SystemAssigned' },
      mayWarn: [/preview/],
    },
    {
      name: 'vmss identity remove of all',
      args: `vmss identity remove ${SET}`,
      mayWarn: [/preview/],
    },
  ];
}

export function disks(): readonly AzCase[] {
  return [
    {
      name: 'vmss disk attach',
      args: 'vmss disk attach -g az-ops --vmss-name web --size-gb 32 --lun 4',
      json: {
        virtualMachineProfile: { storageProfile: { dataDisks: [{ lun: 4, diskSizeGb: 32 }] } },
      },
    },
    {
      name: 'vmss disk detach',
      args: 'vmss disk detach -g az-ops --vmss-name web --lun 4',
      json: { name: 'web' },
    },
    {
      name: 'disk create',
      args: 'disk create -g az-ops -n extra --size-gb 8',
      json: { name: 'extra', provisioningState: 'Succeeded' },
    },
    {
      name: 'vmss disk attach to one instance',
      args: 'vmss disk attach -g az-ops --vmss-name web --instance-id 0 --disk extra --lun 1',
      json: { instanceId: '0', storageProfile: { dataDisks: [{ lun: 1 }] } },
    },
    {
      name: 'vmss disk detach from one instance',
      args: 'vmss disk detach -g az-ops --vmss-name web --instance-id 0 --lun 1',
      json: { instanceId: '0' },
    },
  ];
}

export function network(): readonly AzCase[] {
  return [
    { name: 'vmss nic list', args: 'vmss nic list -g az-ops --vmss-name web', json: { length: 3 } },
    {
      name: 'vmss nic list-vm-nics',
      args: 'vmss nic list-vm-nics -g az-ops --vmss-name web --instance-id 0',
      json: [{ name: 'nic', ipConfigurations: [{ privateIPAddress: /^10\.0\.0\./ }] }],
    },
    {
      name: 'vmss nic show',
      args: 'vmss nic show -g az-ops --vmss-name web --instance-id 0 -n nic',
      json: { name: 'nic' },
    },
    {
      name: 'vmss list-instance-public-ips',
      args: `vmss list-instance-public-ips ${SET}`,
      json: [],
    },
    {
      name: 'vmss list-instance-connection-info without a load balancer',
      args: `vmss list-instance-connection-info ${SET}`,
      exit: 3,
      error: ['No load balancer exists'],
    },
  ];
}

export function commands(): readonly AzCase[] {
  return [
    {
      name: 'vmss run-command invoke',
      args: `vmss run-command invoke ${SET} --command-id RunShellScript --scripts 'echo hello' --instance-id 0`,
      json: { value: [{ code: 'ProvisioningState/succeeded' }] },
    },
    {
      name: 'vmss run-command create',
      args: `vmss run-command create -g az-ops --vmss-name web --instance-id 0 --name greet --script 'echo hello' -l westeurope`,
      only: 'latest',
      json: { name: 'greet', provisioningState: 'Succeeded' },
    },
    {
      name: 'vmss run-command list',
      args: 'vmss run-command list -g az-ops --vmss-name web --instance-id 0',
      only: 'latest',
      json: [{ name: 'greet' }],
    },
    {
      name: 'vmss run-command show',
      args: 'vmss run-command show -g az-ops --vmss-name web --instance-id 0 --name greet --instance-view',
      only: 'latest',
      json: { name: 'greet', instanceView: { executionState: 'Succeeded' } },
    },
    {
      name: 'vmss run-command delete',
      args: 'vmss run-command delete -g az-ops --vmss-name web --instance-id 0 --name greet --yes',
      only: 'latest',
    },
    {
      name: 'vmss simulate-eviction of a machine that is no spot one',
      args: `vmss simulate-eviction ${SET} --instance-id 0`,
      exit: 1,
      error: ['ERROR: ('],
    },
    {
      name: 'vmss perform-maintenance without any',
      args: `vmss perform-maintenance ${SET}`,
      only: 'latest',
      exit: 1,
      error: ['(OperationNotAllowed)', 'performMaintenance'],
    },
  ];
}

export function upgrades(): readonly AzCase[] {
  return [
    {
      name: 'vmss rolling-upgrade get-latest before there was one',
      args: 'vmss rolling-upgrade get-latest -g az-ops -n web',
      exit: 3,
      error: ['ERROR: ('],
    },
    {
      name: 'vmss rolling-upgrade start',
      args: 'vmss rolling-upgrade start -g az-ops -n web',
      output: [/^$/],
    },
    {
      name: 'vmss rolling-upgrade get-latest',
      args: 'vmss rolling-upgrade get-latest -g az-ops -n web',
      json: { runningStatus: { code: 'Completed' } },
    },
    {
      name: 'vmss rolling-upgrade cancel without one',
      args: 'vmss rolling-upgrade cancel -g az-ops -n web',
      exit: 1,
      error: ['ERROR: ('],
    },
    {
      name: 'vmss get-os-upgrade-history',
      args: `vmss get-os-upgrade-history ${SET}`,
      json: [{ properties: { runningStatus: { code: 'Completed' } } }],
    },
    {
      name: 'vmss set-orchestration-service-state',
      args: `vmss set-orchestration-service-state ${SET} --service-name AutomaticRepairs --action Suspend`,
      exit: 1,
      error: ['ERROR: ('],
    },
  ];
}
