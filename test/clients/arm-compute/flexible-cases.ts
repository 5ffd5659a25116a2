import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, collect, GROUP, POLL, refusal } from './context.ts';
import { linuxSet } from './model.ts';

const SET = 'flexible';

/** A Flexible set and its machines, by the clients for single virtual machines. */
export const flexibleCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'creates a Flexible set, whose machines are virtual machines',
    async run({ client, target }) {
      const {
        upgradePolicy: _,
        overprovision: __,
        ...model
      } = linuxSet(target.subscriptionId, {
        capacity: 3,
        extensions: ['script'],
      });
      const set = await client.virtualMachineScaleSets.createOrUpdate(
        GROUP,
        SET,
        { ...model, orchestrationMode: 'Flexible', platformFaultDomainCount: 1 },
        POLL,
      );
      assert.equal(set.orchestrationMode, 'Flexible');
      assert.equal(set.provisioningState, 'Succeeded');
      const items = await collect(client.virtualMachineScaleSetVMs.list(GROUP, SET));
      const machines = await collect(client.virtualMachines.list(GROUP));
      assert.deepEqual(
        items.map(({ instanceId }) => instanceId),
        machines.map(({ name }) => name),
      );
      assert.equal(machines[0]?.virtualMachineScaleSet?.id, set.id);
      assert.equal(machines[0]?.hardwareProfile?.vmSize, 'Standard_D2s_v5');
      assert.equal(machines[0]?.resources?.[0]?.name, 'script');
    },
  },
  {
    name: 'acts on one machine, tags it and deletes it',
    async run({ client }) {
      const [machine] = await collect(client.virtualMachines.list(GROUP));
      const name = machine?.name ?? '';
      const { virtualMachines } = client;
      await virtualMachines.powerOff(GROUP, name, POLL);
      const view = await virtualMachines.instanceView(GROUP, name);
      assert.equal(view.statuses?.[1]?.code, 'PowerState/stopped');
      assert.equal(view.platformFaultDomain, 0);
      await virtualMachines.start(GROUP, name, POLL);
      const updated = await virtualMachines.update(GROUP, name, { tags: { a: 'b' } }, POLL);
      assert.deepEqual(updated.tags, { a: 'b' });
      const shown = await virtualMachines.get(GROUP, name, { expand: 'instanceView' });
      assert.equal(shown.instanceView?.statuses?.[1]?.code, 'PowerState/running');
      await virtualMachines.delete(GROUP, name, POLL);
      assert.equal((await refusal(virtualMachines.get(GROUP, name))).code, 'ResourceNotFound');
      const set = await client.virtualMachineScaleSets.get(GROUP, SET);
      assert.equal(set.sku?.capacity, 2);
    },
  },
  {
    name: 'is refused what Azure refuses of a Flexible set',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      const view = await refusal(sets.getInstanceView(GROUP, SET));
      assert.equal(view.statusCode, 409);
      const [machine] = await collect(client.virtualMachines.listAll());
      const name = machine?.name ?? '';
      const upgrade = sets.updateInstances(GROUP, SET, { instanceIds: [name] }, POLL);
      assert.equal((await refusal(upgrade)).code, 'OperationNotAllowed');
      await sets.deleteInstances(GROUP, SET, { instanceIds: [name] }, POLL);
      await sets.delete(GROUP, SET, POLL);
      assert.deepEqual(await collect(client.virtualMachines.list(GROUP)), []);
    },
  },
];
