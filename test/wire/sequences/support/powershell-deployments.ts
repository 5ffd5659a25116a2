import type { JsonObject } from '../../../../src/base/index.ts';
import { type Client, type Poller, POLLS_MAX, retryAfter } from './client.ts';
import { at, expectStatus, show } from './wire.ts';

/** WaitDeploymentStatus, NewResourceManagerSdkClient.cs: the operations and the deployment, by turns. */
export const waitDeploymentStatus: Poller = async (client, first) => {
  const [path = '', query = ''] = first.sent.url.split('?');
  let seconds = 5;
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    await client.wire.wait(seconds);
    await listOperations(client, path, query);
    const answer = await client.send('GET', first.sent.url);
    expectStatus(answer, 200);
    const state = String(at(answer.json, 'properties', 'provisioningState')).toLowerCase();
    if (['canceled', 'succeeded', 'failed'].includes(state)) return answer;
    seconds = retryAfter(answer) ?? 5;
  }
  throw new Error(`never ended: ${show(first)}`);
};

/** GetNewOperations goes into each nested deployment that HEAD finds. */
async function listOperations(client: Client, deployment: string, query: string): Promise<void> {
  const listed = await client.send('GET', `${deployment}/operations?${query}`);
  expectStatus(listed, 200);
  for (const operation of at(listed.json, 'value') as JsonObject[]) {
    const target = at(operation, 'properties', 'targetResource');
    if (at(target, 'resourceType') !== 'Microsoft.Resources/deployments') continue;
    const id = String(at(target, 'id'));
    const found = await client.send('HEAD', `${id}?${query}`);
    expectStatus(found, 204, 404);
    if (found.httpStatus === 204) await listOperations(client, id, query);
  }
}
