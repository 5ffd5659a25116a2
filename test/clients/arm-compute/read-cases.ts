import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, collect, counts, GROUP, POLL } from './context.ts';
import { linuxSet } from './model.ts';

/** Creating, watching, reading and listing. */
export const readCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'signs in and finds the subscription',
    async run({ besides, target }) {
      const found = (await besides.get('/subscriptions?api-version=2022-12-01')) as {
        value: { subscriptionId: string }[];
      };
      assert.deepEqual(
        found.value.map(({ subscriptionId }) => subscriptionId),
        [target.subscriptionId],
      );
      await besides.createGroup(GROUP);
      await besides.createGroup('js-other');
    },
  },
  {
    name: 'reads the instance view while a set is being created',
    async run({ client, target, besides }) {
      await besides.clock({ mode: 'manual' });
      const poller = client.virtualMachineScaleSets.createOrUpdate(
        GROUP,
        'web',
        linuxSet(target.subscriptionId, { capacity: 3, extensions: ['setup'] }),
        POLL,
      );
      await poller.submitted();
      await besides.clock({ advanceBy: '12s' });
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, 'web');
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/creating': 3,
      });
      assert.deepEqual(
        view.statuses?.map(({ code, level, time }) => ({ code, level, time })),
        [{ code: 'ProvisioningState/creating', level: 'Info', time: undefined }],
      );
      const set = await client.virtualMachineScaleSets.get(GROUP, 'web');
      assert.equal(set.provisioningState, 'Creating');
      await besides.clock({ mode: 'instant' });
      const created = await poller.pollUntilDone();
      assert.equal(created.provisioningState, 'Succeeded');
    },
  },
  {
    name: 'reads the instance view of a settled set',
    async run({ client }) {
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, 'web');
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 3,
      });
      assert.deepEqual(
        view.extensions?.map(({ name, statusesSummary }) => [name, counts(statusesSummary)]),
        [['setup', { 'ProvisioningState/succeeded': 3 }]],
      );
      const [status, ...others] = view.statuses ?? [];
      assert.equal(others.length, 0);
      assert.equal(status?.code, 'ProvisioningState/succeeded');
      assert.equal(status?.displayStatus, 'Provisioning succeeded');
      assert.ok(status?.time instanceof Date && !Number.isNaN(status.time.getTime()));
      assert.equal(view.orchestrationServices, undefined);
    },
  },
  {
    name: 'gets the set, without its secrets and with an etag',
    async run({ client, target }) {
      let asked = '';
      const set = await client.virtualMachineScaleSets.get(GROUP, 'web', {
        onResponse: ({ request }) => (asked = request.url),
      });
      // docs/reference/clients.md says at which api-version the client asks.
      assert.equal(new URL(asked).searchParams.get('api-version'), '2026-04-01');
      assert.equal(
        set.id,
        `/subscriptions/${target.subscriptionId}/resourceGroups/${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets/web`,
      );
      assert.deepEqual(set.sku, { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 });
      assert.equal(set.virtualMachineProfile?.osProfile?.adminUsername, 'azureuser');
      assert.equal(set.virtualMachineProfile?.osProfile?.adminPassword, undefined);
      assert.match(String(set.etag), /^"\d+"$/);
      assert.ok(set.timeCreated instanceof Date);
    },
  },
  {
    name: 'creates with one call and waits (beginCreateOrUpdateAndWait)',
    async run({ client, target }) {
      const set = await client.virtualMachineScaleSets.beginCreateOrUpdateAndWait(
        GROUP,
        'large',
        {
          ...linuxSet(target.subscriptionId, { capacity: 250, location: 'northeurope' }),
          // Otherwise a set has at most a hundred instances.
          singlePlacementGroup: false,
        },
        POLL,
      );
      assert.equal(set.provisioningState, 'Succeeded');
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, 'large');
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 250,
      });
      assert.equal(view.extensions, undefined);
    },
  },
  {
    name: 'lists more instances than fit on a page',
    async run({ client }) {
      const pages = client.virtualMachineScaleSetVMs.list(GROUP, 'large').byPage();
      const sizes: number[] = [];
      const ids = new Set<string | undefined>();
      for await (const page of pages) {
        sizes.push(page.length);
        for (const { instanceId } of page) ids.add(instanceId);
      }
      assert.equal(ids.size, 250);
      assert.ok(sizes.length > 1 && sizes.every((size) => size <= 120), String(sizes));
    },
  },
  {
    name: 'lists instances with their instance views',
    async run({ client }) {
      const instances = await collect(
        client.virtualMachineScaleSetVMs.list(GROUP, 'web', { expand: 'instanceView' }),
      );
      assert.equal(instances.length, 3);
      for (const { instanceView, provisioningState } of instances) {
        assert.equal(provisioningState, 'Succeeded');
        assert.deepEqual(
          instanceView?.statuses?.map(({ code }) => code),
          ['ProvisioningState/succeeded', 'PowerState/running'],
        );
      }
      const plain = await collect(client.virtualMachineScaleSetVMs.list(GROUP, 'web'));
      assert.ok(plain.every(({ instanceView }) => instanceView === undefined));
    },
  },
  {
    name: 'gets one instance and its instance view',
    async run({ client }) {
      const instance = await client.virtualMachineScaleSetVMs.get(GROUP, 'web', '1');
      assert.equal(instance.instanceId, '1');
      assert.equal(instance.name, 'web_1');
      const view = await client.virtualMachineScaleSetVMs.getInstanceView(GROUP, 'web', '1');
      assert.deepEqual(
        view.statuses?.map(({ code }) => code),
        ['ProvisioningState/succeeded', 'PowerState/running'],
      );
      assert.equal(view.extensions?.[0]?.name, 'setup');
    },
  },
  {
    name: 'lists sets by group, by subscription and by location',
    async run({ client, target }) {
      const { virtualMachineScaleSets } = client;
      await virtualMachineScaleSets.beginCreateOrUpdateAndWait(
        'js-other',
        'empty',
        linuxSet(target.subscriptionId, { capacity: 0 }),
        POLL,
      );
      const names = async (sets: AsyncIterable<{ name?: string }>): Promise<string[]> =>
        (await collect(sets)).map(({ name }) => String(name)).sort();
      assert.deepEqual(await names(virtualMachineScaleSets.list(GROUP)), ['large', 'web']);
      assert.deepEqual(await names(virtualMachineScaleSets.listAll()), ['empty', 'large', 'web']);
      assert.deepEqual(await names(virtualMachineScaleSets.listByLocation('westeurope')), [
        'empty',
        'web',
      ]);
    },
  },
];
