import { autorestGo } from './autorest-go.ts';
import type { AzurermVersions } from './azurerm-resource.ts';
import { readMetadata, readOlderMetadata } from './azurerm-start.ts';
import type { Poller } from './client.ts';
import { goAzureSdk } from './go-azure-sdk.ts';
import type { Wire } from './wire.ts';

/** azurerm by its major release, as far as its requests differ. */
export interface Generation extends AzurermVersions {
  readonly name: string;
  readonly poll: Poller;
  /** How the load balancer's and scale set's clients wait; azurerm 3 kept them longest on autorest. */
  readonly pollCompute: Poller;
  /** 3 asks for the older lists of clouds, too. */
  readonly start: (wire: Wire) => Promise<unknown>;
}

export const GENERATIONS: readonly Generation[] = [
  {
    name: 'azurerm 4',
    // Source: the imports of internal/services/{compute,network,loadbalancer,…}/client/client.go.
    group: '2023-07-01',
    network: '2025-01-01',
    loadBalancer: '2025-01-01',
    identity: '2023-01-31',
    autoscale: '2022-10-01',
    compute: '2025-04-01',
    poll: goAzureSdk(),
    pollCompute: goAzureSdk(),
    start: readMetadata,
  },
  {
    name: 'azurerm 3',
    // Source: the same files before 4.0; tombuildsstuff/kermit sdk/compute/2023-03-01.
    group: '2020-06-01',
    network: '2023-11-01',
    loadBalancer: '2023-09-01',
    identity: '2023-01-31',
    autoscale: '2022-10-01',
    compute: '2023-03-01',
    poll: goAzureSdk([201, 202]),
    pollCompute: autorestGo,
    async start(wire) {
      const name = await readMetadata(wire);
      await readOlderMetadata(wire, name);
    },
  },
];
