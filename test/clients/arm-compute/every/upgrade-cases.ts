import assert from 'node:assert/strict';
import type { VMScaleSetLifecycleHookEvent } from '@azure/arm-compute';
import { type ArmComputeContext, collect, POLL, refusal } from '../context.ts';
import { GROUP, ids, type OperationCase, SET, upToDate } from './context.ts';

let tag = 0;

/** Makes all machines outdated; in mode Manual nothing is done about it. */
async function outdate(context: ArmComputeContext): Promise<void> {
  tag += 1;
  const extensions = context.client.virtualMachineScaleSetExtensions;
  await extensions.update(GROUP, SET, 'health', { forceUpdateTag: `upgrade-${tag}` }, POLL);
  assert.deepEqual(await upToDate(context), [false, false, false]);
}

async function code({ client }: ArmComputeContext): Promise<string | undefined> {
  const latest = await client.virtualMachineScaleSetRollingUpgrades.getLatest(GROUP, SET);
  return latest.runningStatus?.code;
}

async function events({ client }: ArmComputeContext): Promise<VMScaleSetLifecycleHookEvent[]> {
  return collect(client.virtualMachineScaleSetLifeCycleHookEvents.list(GROUP, SET));
}

/** Rolling upgrades, and what somebody has to say about them. */
export const upgradeCases: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetRollingUpgrades.startExtensionUpgrade',
    async run(context) {
      await outdate(context);
      const upgrades = context.client.virtualMachineScaleSetRollingUpgrades;
      await upgrades.startExtensionUpgrade(GROUP, SET, POLL);
      assert.deepEqual(await upToDate(context), [true, true, true]);
    },
  },
  {
    operation: 'virtualMachineScaleSetRollingUpgrades.startOSUpgrade',
    async run(context) {
      await outdate(context);
      const upgrades = context.client.virtualMachineScaleSetRollingUpgrades;
      await upgrades.startOSUpgrade(GROUP, SET, POLL);
      assert.deepEqual(await upToDate(context), [true, true, true]);
    },
  },
  {
    operation: 'virtualMachineScaleSetRollingUpgrades.getLatest',
    async run({ client }) {
      const latest = await client.virtualMachineScaleSetRollingUpgrades.getLatest(GROUP, SET);
      assert.equal(latest.runningStatus?.code, 'Completed');
      assert.equal(latest.progress?.successfulInstanceCount, 3);
    },
  },
  {
    operation: 'virtualMachineScaleSets.listOSUpgradeHistory',
    async run({ client }) {
      const history = await collect(
        client.virtualMachineScaleSets.listOSUpgradeHistory(GROUP, SET),
      );
      assert.deepEqual(
        history.map(({ properties }) => properties?.runningStatus?.code),
        ['Completed'],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSetVMs.approveRollingUpgrade',
    async run(context) {
      const { client } = context;
      const automaticOSUpgradePolicy = { osRollingUpgradeDeferral: true };
      const upgradePolicy = { automaticOSUpgradePolicy };
      await client.virtualMachineScaleSets.update(GROUP, SET, { upgradePolicy }, POLL);
      await outdate(context);
      const upgrades = client.virtualMachineScaleSetRollingUpgrades;
      // It waits until somebody approves, and so must not be waited for.
      await upgrades.startOSUpgrade(GROUP, SET, POLL).submitted();
      assert.deepEqual(await upToDate(context), [false, false, false]);
      const [, second = ''] = await ids(context);
      await client.virtualMachineScaleSetVMs.approveRollingUpgrade(GROUP, SET, second, POLL);
      assert.deepEqual(await upToDate(context), [false, true, false]);
      assert.equal(await code(context), 'RollingForward');
    },
  },
  {
    operation: 'virtualMachineScaleSets.approveRollingUpgrade',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      const [, , third = ''] = await ids(context);
      const some = { vmInstanceIDs: { instanceIds: [third] }, ...POLL };
      await sets.approveRollingUpgrade(GROUP, SET, some);
      assert.deepEqual(await upToDate(context), [false, true, true]);
      await sets.approveRollingUpgrade(GROUP, SET, POLL);
      assert.deepEqual(await upToDate(context), [true, true, true]);
      assert.equal(await code(context), 'Completed');
      const again = await refusal(sets.approveRollingUpgrade(GROUP, SET, POLL));
      assert.equal(again.code, 'OperationNotAllowed');
    },
  },
  {
    operation: 'virtualMachineScaleSetRollingUpgrades.cancel',
    async run(context) {
      await outdate(context);
      const upgrades = context.client.virtualMachineScaleSetRollingUpgrades;
      await upgrades.startOSUpgrade(GROUP, SET, POLL).submitted();
      await upgrades.cancel(GROUP, SET, POLL);
      assert.equal(await code(context), 'Cancelled');
      assert.deepEqual(await upToDate(context), [false, false, false]);
    },
  },
  {
    operation: 'virtualMachineScaleSetLifeCycleHookEvents.list',
    async run(context) {
      const { client, besides } = context;
      const automaticOSUpgradePolicy = { osRollingUpgradeDeferral: false };
      const lifecycleHooks = [{ type: 'UpgradeAutoOSRollingBatchStarting', waitDuration: 'PT20M' }];
      const lifecycleHooksProfile = { lifecycleHooks };
      await client.virtualMachineScaleSets.update(
        GROUP,
        SET,
        { upgradePolicy: { automaticOSUpgradePolicy }, lifecycleHooksProfile },
        POLL,
      );
      // In an instant all time to answer would be over.
      await besides.clock({ mode: 'manual' });
      const upgrades = client.virtualMachineScaleSetRollingUpgrades;
      await upgrades.startOSUpgrade(GROUP, SET, POLL).submitted();
      const [event, ...others] = await events(context);
      assert.deepEqual(others, []);
      assert.equal(event?.properties?.state, 'Active');
      assert.equal(event?.properties?.targetResources?.[0]?.actionState, 'Waiting');
    },
  },
  {
    operation: 'virtualMachineScaleSetLifeCycleHookEvents.get',
    async run(context) {
      const [event] = await events(context);
      const hooks = context.client.virtualMachineScaleSetLifeCycleHookEvents;
      assert.deepEqual(await hooks.get(GROUP, SET, String(event?.name)), event);
      assert.equal((await refusal(hooks.get(GROUP, SET, 'none'))).statusCode, 404);
    },
  },
  {
    operation: 'virtualMachineScaleSetLifeCycleHookEvents.update',
    async run(context) {
      const { client, besides } = context;
      const [event] = await events(context);
      const targetResources = (event?.properties?.targetResources ?? []).map(({ resource }) => ({
        ...(resource && { resource }),
        actionState: 'Rejected',
      }));
      const hooks = client.virtualMachineScaleSetLifeCycleHookEvents;
      const name = String(event?.name);
      const answered = await hooks.update(GROUP, SET, name, { targetResources });
      assert.equal(answered.properties?.state, 'Completed');
      await besides.clock({ mode: 'instant' });
      // The other two had nobody to reject them: they were approved when their time was up.
      const rejected = targetResources[0]?.resource?.id?.split('/').at(-1);
      assert.deepEqual(
        await upToDate(context),
        (await ids(context)).map((id) => id !== rejected),
      );
      assert.equal(await code(context), 'Completed');
    },
  },
];
