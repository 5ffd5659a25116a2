import { ComputeManagementClient } from '@azure/arm-compute';
import { ClientSecretCredential } from '@azure/identity';
import { runCases } from '../../support/client-case.ts';
import { besides, readTarget } from '../../support/target.ts';
import { everyOperation } from './cases.ts';

const target = readTarget();
const credential = new ClientSecretCredential(target.tenantId, 'app', 'secret', {
  authorityHost: target.url,
  disableInstanceDiscovery: true,
});
const client = new ComputeManagementClient(credential, target.subscriptionId, {
  endpoint: target.url,
});
const others = besides(target, async () => {
  const token = await credential.getToken(`${target.url}/.default`);
  return token.token;
});

await runCases(everyOperation, { client, target, besides: others });
