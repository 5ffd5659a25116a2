import { runCases } from '../support/client-case.ts';
import { besides, readTarget } from '../support/target.ts';
import { azureArmComputeCases } from './cases.ts';
import { accessToken, createClient, signIn } from './client.ts';

const target = readTarget();
const credentials = signIn(target);
const client = createClient(target, credentials);

await runCases(azureArmComputeCases, {
  client,
  target,
  besides: besides(target, () => accessToken(credentials)),
});
