import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, collect, counts, GROUP, POLL, refusal } from './context.ts';
import { linuxSet } from './model.ts';

const SET = 'parts';

/** Extensions, what machines have of their own, run commands and rolling upgrades. */
export const instanceCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'writes extensions of a set, which reach its machines',
    async run({ client, target }) {
      const model = linuxSet(target.subscriptionId, { capacity: 4 });
      await client.virtualMachineScaleSets.createOrUpdate(
        GROUP,
        SET,
        { ...model, upgradePolicy: { mode: 'Automatic' } },
        POLL,
      );
      const extension = await client.virtualMachineScaleSetExtensions.createOrUpdate(
        GROUP,
        SET,
        'health',
        {
          publisher: 'Microsoft.ManagedServices',
          typePropertiesType: 'ApplicationHealthLinux',
          typeHandlerVersion: '1.0',
          settings: { protocol: 'tcp', port: 22 },
        },
        POLL,
      );
      assert.equal(extension.name, 'health');
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, SET);
      assert.deepEqual(counts(view.extensions?.[0]?.statusesSummary), {
        'ProvisioningState/succeeded': 4,
      });
      await client.virtualMachineScaleSetExtensions.update(
        GROUP,
        SET,
        'health',
        { settings: { protocol: 'tcp', port: 80 } },
        POLL,
      );
      const [read] = await collect(client.virtualMachineScaleSetExtensions.list(GROUP, SET));
      assert.deepEqual(read?.settings, { protocol: 'tcp', port: 80 });
    },
  },
  {
    name: 'gives a machine protection, a disk and an extension of its own',
    async run({ client, target }) {
      const machines = client.virtualMachineScaleSetVMs;
      const machine = await machines.get(GROUP, SET, '0');
      const updated = await machines.update(
        GROUP,
        SET,
        '0',
        { ...machine, protectionPolicy: { protectFromScaleIn: true } },
        POLL,
      );
      assert.equal(updated.protectionPolicy?.protectFromScaleIn, true);
      const diskId = `/subscriptions/${target.subscriptionId}/resourceGroups/${GROUP}/providers/Microsoft.Compute/disks/data`;
      const storage = await machines.attachDetachDataDisks(
        GROUP,
        SET,
        '0',
        { dataDisksToAttach: [{ diskId }] },
        POLL,
      );
      assert.equal(storage.dataDisks?.[0]?.managedDisk?.id, diskId);
      const view = await machines.getInstanceView(GROUP, SET, '0');
      assert.equal(view.disks?.at(-1)?.name, 'data');
      await client.virtualMachineScaleSetVMExtensions.createOrUpdate(
        GROUP,
        SET,
        '0',
        'own',
        { publisher: 'Contoso', typePropertiesType: 'Own', typeHandlerVersion: '1.0' },
        POLL,
      );
      const { value } = await client.virtualMachineScaleSetVMExtensions.list(GROUP, SET, '0');
      assert.deepEqual(
        value?.map(({ name }) => name),
        ['health', 'own'],
      );
      await client.virtualMachineScaleSetVMExtensions.delete(GROUP, SET, '0', 'own', POLL);
    },
  },
  {
    name: 'runs commands, once and as resources',
    async run({ client }) {
      const result = await client.virtualMachineScaleSetVMs.runCommand(
        GROUP,
        SET,
        '0',
        { commandId: 'RunShellScript', script: ['# lazulite: stdout hello'] },
        POLL,
      );
      assert.match(result.value?.[0]?.message ?? '', /\[stdout\]\nhello\n/);
      const commands = client.virtualMachineScaleSetVMRunCommands;
      await commands.createOrUpdate(
        GROUP,
        SET,
        '0',
        'one',
        { location: 'westeurope', source: { script: '# lazulite: exit 2' } },
        POLL,
      );
      const read = await commands.get(GROUP, SET, '0', 'one', { expand: 'instanceView' });
      assert.equal(read.instanceView?.executionState, 'Failed');
      assert.equal(read.instanceView?.exitCode, 2);
      await commands.delete(GROUP, SET, '0', 'one', POLL);
      assert.deepEqual(await collect(commands.list(GROUP, SET, '0')), []);
    },
  },
  {
    name: 'rolls a change of the model through the set',
    async run({ client }) {
      await client.virtualMachineScaleSets.update(
        GROUP,
        SET,
        {
          upgradePolicy: {
            mode: 'Rolling',
            rollingUpgradePolicy: { maxBatchInstancePercent: 50, pauseTimeBetweenBatches: 'PT5M' },
          },
        },
        POLL,
      );
      const { virtualMachineScaleSetRollingUpgrades: upgrades } = client;
      const never = await refusal(upgrades.getLatest(GROUP, SET));
      assert.deepEqual([never.statusCode, never.code], [404, 'NotFound']);
      await client.virtualMachineScaleSetExtensions.update(
        GROUP,
        SET,
        'health',
        { forceUpdateTag: 'again' },
        POLL,
      );
      const latest = await upgrades.getLatest(GROUP, SET);
      assert.equal(latest.runningStatus?.code, 'Completed');
      assert.equal(latest.progress?.successfulInstanceCount, 4);
      await upgrades.startOSUpgrade(GROUP, SET, POLL);
      await upgrades.startExtensionUpgrade(GROUP, SET, POLL);
      const history = await collect(
        client.virtualMachineScaleSets.listOSUpgradeHistory(GROUP, SET),
      );
      assert.equal(history[0]?.properties?.runningStatus?.code, 'Completed');
      const none = await refusal(upgrades.cancel(GROUP, SET, POLL));
      assert.equal(none.code, 'OperationNotAllowed');
    },
  },
  {
    name: 'reimages, redeploys, reapplies, scales out and evicts',
    async run({ client }) {
      const { virtualMachineScaleSets: sets, virtualMachineScaleSetVMs: machines } = client;
      await sets.reimageAll(GROUP, SET, POLL);
      await sets.redeploy(GROUP, SET, POLL);
      await sets.reapply(GROUP, SET, POLL);
      await sets.scaleOut(GROUP, SET, { capacity: 1 }, POLL);
      assert.equal((await collect(machines.list(GROUP, SET))).length, 5);
      const walk = await sets.forceRecoveryServiceFabricPlatformUpdateDomainWalk(GROUP, SET, 0);
      assert.equal(walk.nextPlatformUpdateDomain, 1);
      const eviction = await refusal(machines.simulateEviction(GROUP, SET, '1'));
      assert.match(eviction.message, /only for Spot/);
      const maintenance = await refusal(sets.performMaintenance(GROUP, SET, POLL));
      assert.match(maintenance.message, /not eligible/);
      const view = await sets.getInstanceView(GROUP, SET);
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 5,
      });
      await sets.delete(GROUP, SET, POLL);
    },
  },
];
