import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, collect, counts, GROUP, POLL } from './context.ts';
import { linuxSet } from './model.ts';

async function instanceIds({ client }: ArmComputeContext): Promise<(string | undefined)[]> {
  const instances = await collect(client.virtualMachineScaleSetVMs.list(GROUP, 'web'));
  return instances.map(({ instanceId }) => instanceId);
}

/** Changing a set and taking it away. */
export const changeCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'patches tags and scales out (update)',
    async run(context) {
      const patched = await context.client.virtualMachineScaleSets.update(
        GROUP,
        'web',
        { tags: { team: 'blue' }, sku: { name: 'Standard_D2s_v5', capacity: 5 } },
        POLL,
      );
      assert.deepEqual(patched.tags, { team: 'blue' });
      assert.equal(patched.sku?.capacity, 5);
      assert.deepEqual(await instanceIds(context), ['0', '1', '2', '3', '4']);
    },
  },
  {
    name: 'scales in by a whole PUT of what was read',
    async run(context) {
      const { virtualMachineScaleSets } = context.client;
      const set = await virtualMachineScaleSets.get(GROUP, 'web');
      const scaled = await virtualMachineScaleSets.createOrUpdate(
        GROUP,
        'web',
        { ...set, sku: { ...set.sku, capacity: 4 } },
        POLL,
      );
      assert.equal(scaled.sku?.capacity, 4);
      assert.equal((await instanceIds(context)).length, 4);
      const view = await virtualMachineScaleSets.getInstanceView(GROUP, 'web');
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 4,
      });
    },
  },
  {
    name: 'deletes instances by their ids and one by itself',
    async run(context) {
      const { virtualMachineScaleSets, virtualMachineScaleSetVMs } = context.client;
      const before = await instanceIds(context);
      await virtualMachineScaleSets.deleteInstances(
        GROUP,
        'web',
        { instanceIds: [String(before[0])] },
        POLL,
      );
      await virtualMachineScaleSetVMs.delete(GROUP, 'web', String(before[1]), POLL);
      assert.deepEqual(await instanceIds(context), before.slice(2));
      const set = await virtualMachineScaleSets.get(GROUP, 'web');
      assert.equal(set.sku?.capacity, 2);
    },
  },
  {
    name: 'brings instances to the newest model (updateInstances)',
    async run(context) {
      const { virtualMachineScaleSets, virtualMachineScaleSetVMs } = context.client;
      await virtualMachineScaleSets.update(
        GROUP,
        'web',
        { virtualMachineProfile: { osProfile: { customData: 'I2Nsb3VkLWNvbmZpZw==' } } },
        POLL,
      );
      const [id] = await instanceIds(context);
      const before = await virtualMachineScaleSetVMs.get(GROUP, 'web', String(id));
      assert.equal(before.latestModelApplied, false);
      await virtualMachineScaleSets.updateInstances(
        GROUP,
        'web',
        { instanceIds: [String(id)] },
        POLL,
      );
      const after = await virtualMachineScaleSetVMs.get(GROUP, 'web', String(id));
      assert.equal(after.latestModelApplied, true);
    },
  },
  {
    name: 'deletes a set, and again without an error',
    async run({ client, target }) {
      const { virtualMachineScaleSets } = client;
      await virtualMachineScaleSets.createOrUpdate(
        GROUP,
        'gone',
        linuxSet(target.subscriptionId, { capacity: 1 }),
        POLL,
      );
      await virtualMachineScaleSets.delete(GROUP, 'gone', POLL);
      let httpStatus = 0;
      await virtualMachineScaleSets.delete(GROUP, 'gone', {
        ...POLL,
        onResponse: (response: { status: number }) => (httpStatus = response.status),
      });
      assert.equal(httpStatus, 204);
    },
  },
];
