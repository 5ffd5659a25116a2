import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { instantFromEpochMs } from '../../base/index.ts';
import { type ConfiguredClient, createIdentity, originOf } from '../../identity/index.ts';
import { createMemoryStore } from '../../store/index.ts';
import { answer, type Edge, openEdge } from './edge-fixture.ts';

const TENANT = '00000000-0000-0000-0000-000000000002';

/** Runs in its own process, because Node reads NODE_EXTRA_CA_CERTS at its start only. */
const CLIENT = `
import { ClientSecretCredential } from '@azure/identity';
const [origin, tenant, id, secret, scope] = process.argv.slice(1);
const credential = new ClientSecretCredential(tenant, id, secret, {
  authorityHost: origin,
  disableInstanceDiscovery: true,
  retryOptions: { maxRetries: 0 },
});
try {
  const { token } = await credential.getToken(scope.replace('B', origin));
  const response = await fetch(origin + '/subscriptions', { headers: { authorization: 'Bearer ' + token } });
  console.log(response.status, await response.text());
} catch (error) {
  console.log(error.name, error.message);
}
`;

async function openSignIn(
  context: TestContext,
  clients: readonly ConfiguredClient[],
): Promise<Edge> {
  const identity = await createIdentity({
    store: createMemoryStore(),
    clock: { wall: () => instantFromEpochMs(Date.now()) },
    settings: {
      tenantId: TENANT,
      tenantPinned: false,
      auth: 'verify',
      clients,
      emulatorName: 'Lazulite',
      locations: [],
    },
  });
  return openEdge(context, {
    handle(request) {
      const served = identity.handle(request);
      if (served) return served;
      const outcome = identity.authenticate(request.headers['authorization'], originOf(request));
      return outcome.ok ? answer(outcome.caller.appId) : answer(outcome.code, 401);
    },
  });
}

async function runClient(edge: Edge, secret: string, scope: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      CLIENT,
      '--',
      `https://localhost:${edge.port}`,
      TENANT,
      'app',
      secret,
      scope,
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: edge.caFile } },
  );
  return stdout.trim();
}

test('@azure/identity, unmodified, signs in over TLS with nothing but our certificate', async (context) => {
  const edge = await openSignIn(context, []);
  assert.equal(
    await runClient(edge, 'anything', 'https://management.azure.com/.default'),
    '200 app',
  );
  assert.equal(await runClient(edge, 'anything', 'B/.default'), '200 app');
  assert.ok(edge.seen.every((request) => request.secure));
});

test('@azure/identity is refused with a wrong secret, in words that it understands', async (context) => {
  const edge = await openSignIn(context, [{ id: 'app', secret: 'right' }]);
  assert.match(
    await runClient(edge, 'wrong', 'B/.default'),
    /^Authentication\w*Error .*7000215.*Invalid client secret provided/s,
  );
  assert.equal(await runClient(edge, 'right', 'B/.default'), '200 app');
});
