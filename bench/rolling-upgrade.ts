import { Client, SET_VERSION } from './support/client.ts';
import { startProduct, withFolder } from './support/processes.ts';
import { atMost, main, type Report, told } from './support/report.ts';
import { scaleSetBody } from './support/scale-set.ts';

const SIZE = 10_000;
const TARGET_SECONDS = 5;
const BATCHES = 5;

/** A rolling upgrade with a health gate, from the change of the model to its end, on a manual clock. */
async function measure(): Promise<Report> {
  return withFolder(async (folder) => {
    const { server, ready } = await startProduct({ folder, clock: 'manual', capacityLimit: SIZE });
    try {
      const client = await Client.signIn(ready);
      const target = `${client.setPath('large')}?api-version=${SET_VERSION}`;
      await client.request('PUT', target, model(['Health', 'First']));
      await client.request('POST', '/_lazulite/clock', { runUntilIdle: true });
      const start = performance.now();
      await client.request('PUT', target, model(['Health', 'First', 'Second']));
      await client.request('POST', '/_lazulite/clock', { runUntilIdle: true });
      const seconds = (performance.now() - start) / 1_000;
      const { runningStatus, progress } = await latest(client);
      if (runningStatus.code !== 'Completed' || progress.successfulInstanceCount !== SIZE) {
        throw new Error(`the upgrade ended as ${JSON.stringify({ runningStatus, progress })}`);
      }
      return {
        name: 'A rolling upgrade of 10,000 instances with a health gate',
        figures: [
          atMost('from the change of the model to the end', seconds, TARGET_SECONDS, ' s'),
          told('batches', BATCHES, ''),
        ],
        method:
          'The emulator on SQLite with a manual clock and the life cycle `azure`: batches of a fifth, each of which ends when ' +
          'all of its machines have reported themselves as healthy. `runUntilIdle` is asked for once.',
      };
    } finally {
      await server.stop();
    }
  });
}

interface Latest {
  readonly runningStatus: { readonly code: string };
  readonly progress: { readonly successfulInstanceCount: number };
}

async function latest(client: Client): Promise<Latest> {
  const target = `${client.setPath('large')}/rollingUpgrades/latest?api-version=${SET_VERSION}`;
  return (JSON.parse(await client.request('GET', target)) as { properties: Latest }).properties;
}

/** Of mode Rolling, with the application health extension and these besides. */
function model(others: readonly string[]): object {
  const body = scaleSetBody(SIZE, others) as Body;
  const { virtualMachineProfile } = body.properties;
  const [, ...rest] = virtualMachineProfile.extensionProfile.extensions;
  return {
    ...body,
    properties: {
      ...body.properties,
      upgradePolicy: {
        mode: 'Rolling',
        rollingUpgradePolicy: { maxBatchInstancePercent: 100 / BATCHES },
      },
      virtualMachineProfile: {
        ...virtualMachineProfile,
        extensionProfile: { extensions: [HEALTH, ...rest] },
      },
    },
  };
}

interface Body {
  readonly properties: {
    readonly virtualMachineProfile: {
      readonly extensionProfile: { readonly extensions: readonly object[] };
    };
  };
}

const HEALTH = {
  name: 'Health',
  properties: {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    typeHandlerVersion: '2.0',
    settings: { protocol: 'http', port: 80, requestPath: '/' },
  },
};

await main(import.meta.url, measure);
