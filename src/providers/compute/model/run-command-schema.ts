import { anything, boolean, integer, listOf, mapOf, object, string } from './schema-types.ts';

/*
 * What runs a script on a machine, once or as a resource.
 * Source: the specification, RunCommandInput and VirtualMachineRunCommand.
 */

const parameters = listOf(object('RunCommandInputParameter', { name: string, value: string }));

export const runCommandInput = object('RunCommandInput', {
  commandId: string,
  script: listOf(string),
  parameters,
});

const managedIdentity = object('RunCommandManagedIdentity', { clientId: string, objectId: string });

export const runCommandShape = object('VirtualMachineRunCommand', {
  name: string,
  id: string,
  type: string,
  location: string,
  tags: mapOf(string),
  systemData: anything,
  properties: object('VirtualMachineRunCommandProperties', {
    source: object('VirtualMachineRunCommandScriptSource', {
      script: string,
      scriptUri: string,
      commandId: string,
      scriptUriManagedIdentity: managedIdentity,
      scriptShell: string,
      galleryScriptReferenceId: string,
    }),
    parameters,
    protectedParameters: parameters,
    asyncExecution: boolean,
    runAsUser: string,
    runAsPassword: string,
    timeoutInSeconds: integer,
    outputBlobUri: string,
    errorBlobUri: string,
    outputBlobManagedIdentity: managedIdentity,
    errorBlobManagedIdentity: managedIdentity,
    treatFailureAsDeploymentFailure: boolean,
    provisioningState: anything,
    instanceView: anything,
  }),
});
