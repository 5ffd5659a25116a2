import assert from 'node:assert/strict';
import { type ArmComputeContext, collect, POLL, refusal } from '../context.ts';
import { linuxSet } from '../model.ts';
import { GROUP, ids, machines, type OperationCase, power, SET, workedOn } from './context.ts';

/** One machine that may be evicted. */
const SPOT = 'spot';

async function powerOf(context: ArmComputeContext): Promise<string | undefined> {
  return (await power(context))[1];
}

/** The group that works on single machines; nearly all is asked of machine 1. */
export const machineCases: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetVMs.list',
    async run({ client }) {
      const list = await collect(client.virtualMachineScaleSetVMs.list(GROUP, SET));
      assert.deepEqual(
        list.map(({ name, provisioningState }) => [name, provisioningState]),
        ['0', '1', '2'].map((id) => [`${SET}_${id}`, 'Succeeded']),
      );
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.get',
    async run({ client }) {
      const machine = await client.virtualMachineScaleSetVMs.get(GROUP, SET, '1');
      assert.deepEqual([machine.instanceId, machine.zones], ['1', ['2']]);
      assert.match(String(machine.vmId), /^[0-9a-f-]{36}$/);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.getInstanceView',
    async run({ client }) {
      const view = await client.virtualMachineScaleSetVMs.getInstanceView(GROUP, SET, '1');
      assert.deepEqual(
        view.statuses?.map(({ code }) => code),
        ['ProvisioningState/succeeded', 'PowerState/running'],
      );
      assert.equal(view.vmAgent?.statuses?.[0]?.displayStatus, 'Ready');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.retrieveBootDiagnosticsData',
    async run({ client }) {
      const data = await client.virtualMachineScaleSetVMs.retrieveBootDiagnosticsData(
        GROUP,
        SET,
        '1',
        { sasUriExpirationTimeInMinutes: 60 },
      );
      // Without a token: the address carries its signature.
      const log = await fetch(String(data.serialConsoleLogBlobUri));
      assert.equal(log.status, 200);
      assert.match(await log.text(), /js000001 login: /);
      const picture = await fetch(String(data.consoleScreenshotBlobUri));
      const bytes = Buffer.from(await picture.arrayBuffer());
      assert.equal(bytes.toString('latin1', 0, 2), 'BM');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.powerOff',
    async run(context) {
      await context.client.virtualMachineScaleSetVMs.powerOff(GROUP, SET, '1', POLL);
      assert.equal(await powerOf(context), 'PowerState/stopped');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.start',
    async run(context) {
      await context.client.virtualMachineScaleSetVMs.start(GROUP, SET, '1', POLL);
      assert.equal(await powerOf(context), 'PowerState/running');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.deallocate',
    async run(context) {
      const { virtualMachineScaleSetVMs: vms } = context.client;
      await vms.deallocate(GROUP, SET, '1', POLL);
      assert.equal(await powerOf(context), 'PowerState/deallocated');
      await vms.start(GROUP, SET, '1', POLL);
    },
  },
  ...(['restart', 'redeploy', 'reimage', 'reimageAll'] as const).map((word): OperationCase => ({
    operation: `virtualMachineScaleSetVMs.${word}`,
    async run(context) {
      const { virtualMachineScaleSetVMs: vms } = context.client;
      assert.deepEqual(await workedOn(context, () => vms[word](GROUP, SET, '1', POLL)), [1]);
      assert.equal(await powerOf(context), 'PowerState/running');
    },
  })),
  {
    operation: 'virtualMachineScaleSetVMs.performMaintenance',
    async run({ client }) {
      const { virtualMachineScaleSetVMs: vms } = client;
      const error = await refusal(vms.performMaintenance(GROUP, SET, '1', POLL));
      assert.match(error.message, /not eligible/);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.update',
    async run(context) {
      const { virtualMachineScaleSetVMs: vms, virtualMachineScaleSets: sets } = context.client;
      const machine = await vms.get(GROUP, SET, '2');
      const protectionPolicy = { protectFromScaleIn: true };
      await vms.update(GROUP, SET, '2', { ...machine, protectionPolicy }, POLL);
      // Protection is in force: the newest machine would have gone.
      await sets.update(GROUP, SET, { sku: { name: 'Standard_D2s_v5', capacity: 2 } }, POLL);
      assert.ok((await ids(context)).includes('2'));
      await sets.update(GROUP, SET, { sku: { name: 'Standard_D2s_v5', capacity: 3 } }, POLL);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.attachDetachDataDisks',
    async run({ client, target }) {
      const { virtualMachineScaleSetVMs: vms } = client;
      const diskId = `/subscriptions/${target.subscriptionId}/resourceGroups/${GROUP}/providers/Microsoft.Compute/disks/data`;
      const attach = { dataDisksToAttach: [{ diskId }] };
      const storage = await vms.attachDetachDataDisks(GROUP, SET, '2', attach, POLL);
      assert.equal(storage.dataDisks?.[0]?.managedDisk?.id, diskId);
      const { disks } = await vms.getInstanceView(GROUP, SET, '2');
      assert.equal(disks?.at(-1)?.name, 'data');
      await vms.attachDetachDataDisks(GROUP, SET, '2', { dataDisksToDetach: [{ diskId }] }, POLL);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.runCommand',
    async run({ client }) {
      const input = { commandId: 'RunShellScript', script: ['# lazulite: stdout hello'] };
      const vms = client.virtualMachineScaleSetVMs;
      const result = await vms.runCommand(GROUP, SET, '2', input, POLL);
      assert.match(result.value?.[0]?.message ?? '', /\[stdout\]\nhello\n/);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.simulateEviction',
    async run(context) {
      const { client, target } = context;
      const base = linuxSet(target.subscriptionId, { capacity: 1 });
      const profile = { ...base.virtualMachineProfile, priority: 'Spot' };
      const body = { ...base, virtualMachineProfile: { ...profile, evictionPolicy: 'Deallocate' } };
      await client.virtualMachineScaleSets.createOrUpdate(GROUP, SPOT, body, POLL);
      await client.virtualMachineScaleSetVMs.simulateEviction(GROUP, SPOT, '0');
      assert.deepEqual(await power(context, SPOT), ['PowerState/deallocated']);
      await client.virtualMachineScaleSets.delete(GROUP, SPOT, POLL);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.delete',
    async run(context) {
      const { client } = context;
      await client.virtualMachineScaleSets.scaleOut(GROUP, SET, { capacity: 1 }, POLL);
      const before = await ids(context);
      const last = before.at(-1) ?? '';
      await client.virtualMachineScaleSetVMs.delete(GROUP, SET, last, POLL);
      assert.deepEqual(await ids(context), before.slice(0, -1));
      assert.equal((await machines(context)).length, 3);
    },
  },
];
