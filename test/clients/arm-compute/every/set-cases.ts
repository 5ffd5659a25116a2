import assert from 'node:assert/strict';
import type { VirtualMachineScaleSet } from '@azure/arm-compute';
import { type ArmComputeContext, collect, counts, POLL, refusal } from '../context.ts';
import { linuxSet } from '../model.ts';
import {
  GROUP,
  ids,
  machines,
  type OperationCase,
  power,
  SET,
  upToDate,
  workedOn,
} from './context.ts';

const ALL = [0, 1, 2];

function model({ target }: ArmComputeContext): VirtualMachineScaleSet {
  const base = linuxSet(target.subscriptionId, { capacity: 3 });
  return {
    ...base,
    zones: ['1', '2', '3'],
    singlePlacementGroup: false,
    upgradePolicy: {
      mode: 'Manual',
      rollingUpgradePolicy: { maxBatchInstancePercent: 40, pauseTimeBetweenBatches: 'PT0S' },
    },
    virtualMachineProfile: {
      ...base.virtualMachineProfile,
      diagnosticsProfile: { bootDiagnostics: { enabled: true } },
      extensionProfile: {
        extensions: [
          {
            name: 'health',
            publisher: 'Microsoft.ManagedServices',
            typePropertiesType: 'ApplicationHealthLinux',
            typeHandlerVersion: '1.0',
            settings: { protocol: 'tcp', port: 22 },
          },
        ],
      },
    },
  };
}

const names = (sets: readonly VirtualMachineScaleSet[]): unknown[] => sets.map(({ name }) => name);

/** The group that works on whole sets, in an order in which each finds what it needs. */
export const setCases: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSets.createOrUpdate',
    async run(context) {
      const { client, besides } = context;
      await besides.createGroup(GROUP);
      const sets = client.virtualMachineScaleSets;
      const made = await sets.createOrUpdate(GROUP, SET, model(context), POLL);
      assert.equal(made.provisioningState, 'Succeeded');
      assert.deepEqual(await ids(context), ['0', '1', '2']);
    },
  },
  {
    operation: 'virtualMachineScaleSets.get',
    async run({ client }) {
      const set = await client.virtualMachineScaleSets.get(GROUP, SET);
      assert.deepEqual([set.sku?.capacity, set.zones], [3, ['1', '2', '3']]);
      assert.equal(set.virtualMachineProfile?.osProfile?.adminPassword, undefined);
    },
  },
  {
    operation: 'virtualMachineScaleSets.list',
    async run({ client }) {
      assert.deepEqual(names(await collect(client.virtualMachineScaleSets.list(GROUP))), [SET]);
    },
  },
  {
    operation: 'virtualMachineScaleSets.listAll',
    async run({ client }) {
      assert.ok(names(await collect(client.virtualMachineScaleSets.listAll())).includes(SET));
    },
  },
  {
    operation: 'virtualMachineScaleSets.listByLocation',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      assert.ok(names(await collect(sets.listByLocation('westeurope'))).includes(SET));
      assert.ok(!names(await collect(sets.listByLocation('eastus'))).includes(SET));
    },
  },
  {
    operation: 'virtualMachineScaleSets.listSkus',
    async run({ client }) {
      const skus = await collect(client.virtualMachineScaleSets.listSkus(GROUP, SET));
      assert.ok(skus.some(({ sku }) => sku?.name === 'Standard_D2s_v5'));
      assert.ok(skus.every(({ capacity }) => (capacity?.maximum ?? 0) > 0));
    },
  },
  {
    operation: 'virtualMachineScaleSets.getInstanceView',
    async run({ client }) {
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, SET);
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 3,
      });
      assert.deepEqual(
        view.extensions?.map(({ name }) => name),
        ['health'],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSets.update',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      await sets.update(GROUP, SET, { tags: { team: 'blue' } }, POLL);
      assert.deepEqual((await sets.get(GROUP, SET)).tags, { team: 'blue' });
    },
  },
  {
    operation: 'virtualMachineScaleSets.powerOff',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      await sets.powerOff(GROUP, SET, { vmInstanceIDs: { instanceIds: ['0', '1'] }, ...POLL });
      assert.deepEqual(await power(context), [
        'PowerState/stopped',
        'PowerState/stopped',
        'PowerState/running',
      ]);
    },
  },
  {
    operation: 'virtualMachineScaleSets.start',
    async run(context) {
      await context.client.virtualMachineScaleSets.start(GROUP, SET, POLL);
      assert.deepEqual(new Set(await power(context)), new Set(['PowerState/running']));
    },
  },
  {
    operation: 'virtualMachineScaleSets.deallocate',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      await sets.deallocate(GROUP, SET, { vmInstanceIDs: { instanceIds: ['2'] }, ...POLL });
      assert.equal((await power(context))[2], 'PowerState/deallocated');
      await sets.start(GROUP, SET, POLL);
    },
  },
  ...(['restart', 'redeploy', 'reimage', 'reimageAll', 'reapply'] as const).map(
    (word): OperationCase => ({
      operation: `virtualMachineScaleSets.${word}`,
      async run(context) {
        const sets = context.client.virtualMachineScaleSets;
        assert.deepEqual(await workedOn(context, () => sets[word](GROUP, SET, POLL)), ALL);
        assert.deepEqual(new Set(await power(context)), new Set(['PowerState/running']));
      },
    }),
  ),
  {
    operation: 'virtualMachineScaleSets.performMaintenance',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      let error: { message: string } | undefined;
      const touched = await workedOn(context, async () => {
        error = await refusal(sets.performMaintenance(GROUP, SET, POLL));
      });
      // Azure's own answer when no maintenance was announced.
      assert.match(String(error?.message), /not eligible/);
      assert.deepEqual(touched, []);
    },
  },
  {
    operation: 'virtualMachineScaleSets.forceRecoveryServiceFabricPlatformUpdateDomainWalk',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      const walk = await sets.forceRecoveryServiceFabricPlatformUpdateDomainWalk(GROUP, SET, 1);
      assert.deepEqual([walk.walkPerformed, walk.nextPlatformUpdateDomain], [true, 2]);
    },
  },
  {
    operation: 'virtualMachineScaleSets.setOrchestrationServiceState',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      // Only from here on: machines that were stopped would be repaired, in an instant.
      const automaticRepairsPolicy = { enabled: true, gracePeriod: 'PT30M' };
      await sets.update(GROUP, SET, { automaticRepairsPolicy }, POLL);
      const state = async (): Promise<unknown> =>
        (await sets.getInstanceView(GROUP, SET)).orchestrationServices?.[0]?.serviceState;
      assert.notEqual(await state(), 'Suspended');
      const suspend = { serviceName: 'AutomaticRepairs', action: 'Suspend' };
      await sets.setOrchestrationServiceState(GROUP, SET, suspend, POLL);
      assert.equal(await state(), 'Suspended');
    },
  },
  {
    operation: 'virtualMachineScaleSets.migrateVMAvailabilityZone',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      const input = { instanceIds: ['0'], targetZone: '3' };
      const touched = await workedOn(context, () =>
        sets.migrateVMAvailabilityZone(GROUP, SET, input, POLL),
      );
      assert.deepEqual(touched, [0]);
      assert.deepEqual(
        (await machines(context)).map(({ zones }) => zones?.[0]),
        ['3', '2', '3'],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSets.updateInstances',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      const extensions = context.client.virtualMachineScaleSetExtensions;
      await extensions.update(GROUP, SET, 'health', { forceUpdateTag: '1' }, POLL);
      assert.deepEqual(await upToDate(context), [false, false, false]);
      await sets.updateInstances(GROUP, SET, { instanceIds: ['1'] }, POLL);
      assert.deepEqual(await upToDate(context), [false, true, false]);
    },
  },
  {
    operation: 'virtualMachineScaleSets.scaleOut',
    async run(context) {
      await context.client.virtualMachineScaleSets.scaleOut(GROUP, SET, { capacity: 2 }, POLL);
      assert.equal((await ids(context)).length, 5);
    },
  },
  {
    operation: 'virtualMachineScaleSets.deleteInstances',
    async run(context) {
      const sets = context.client.virtualMachineScaleSets;
      const [, , , fourth = '', fifth = ''] = await ids(context);
      await sets.deleteInstances(GROUP, SET, { instanceIds: [fourth, fifth] }, POLL);
      assert.deepEqual(await ids(context), ['0', '1', '2']);
      assert.equal((await sets.get(GROUP, SET)).sku?.capacity, 3);
    },
  },
  {
    operation: 'virtualMachineScaleSets.convertToSinglePlacementGroup',
    async run({ client }) {
      const sets = client.virtualMachineScaleSets;
      assert.equal((await sets.get(GROUP, SET)).singlePlacementGroup, false);
      await sets.convertToSinglePlacementGroup(GROUP, SET, {});
      assert.equal((await sets.get(GROUP, SET)).singlePlacementGroup, true);
    },
  },
];

/** The end of the story. */
export const deleteSet: OperationCase = {
  operation: 'virtualMachineScaleSets.delete',
  async run({ client }) {
    const sets = client.virtualMachineScaleSets;
    await sets.delete(GROUP, SET, POLL);
    assert.equal((await refusal(sets.get(GROUP, SET))).statusCode, 404);
    assert.ok(!names(await collect(sets.list(GROUP))).includes(SET));
  },
};
