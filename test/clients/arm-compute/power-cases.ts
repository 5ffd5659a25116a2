import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, counts, GROUP, POLL, powerStates } from './context.ts';

const RUNNING = 'PowerState/running';
const STOPPED = 'PowerState/stopped';
const DEALLOCATED = 'PowerState/deallocated';

/** Start, stop and the like: on the set, on some instances, on one. */
export const powerCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'powers off the whole set',
    async run(context) {
      await context.client.virtualMachineScaleSets.powerOff(GROUP, 'web', POLL);
      assert.deepEqual(await powerStates(context, 'web'), { 0: STOPPED, 1: STOPPED, 2: STOPPED });
    },
  },
  {
    name: 'starts some instances by their ids',
    async run(context) {
      await context.client.virtualMachineScaleSets.start(GROUP, 'web', {
        ...POLL,
        vmInstanceIDs: { instanceIds: ['0', '2'] },
      });
      assert.deepEqual(await powerStates(context, 'web'), { 0: RUNNING, 1: STOPPED, 2: RUNNING });
    },
  },
  {
    name: 'deallocates one instance, and the view counts it as provisioned',
    async run(context) {
      await context.client.virtualMachineScaleSetVMs.deallocate(GROUP, 'web', '1', POLL);
      assert.deepEqual(await powerStates(context, 'web'), {
        0: RUNNING,
        1: DEALLOCATED,
        2: RUNNING,
      });
      // Power states never stand in the view of the set (shared/azure/instance-view.md, fact 7).
      const view = await context.client.virtualMachineScaleSets.getInstanceView(GROUP, 'web');
      assert.deepEqual(counts(view.virtualMachine?.statusesSummary), {
        'ProvisioningState/succeeded': 3,
      });
    },
  },
  {
    name: 'starts, restarts, powers off and reimages one instance',
    async run(context) {
      const { virtualMachineScaleSetVMs } = context.client;
      await virtualMachineScaleSetVMs.start(GROUP, 'web', '1', POLL);
      await virtualMachineScaleSetVMs.restart(GROUP, 'web', '1', POLL);
      assert.equal((await powerStates(context, 'web'))['1'], RUNNING);
      await virtualMachineScaleSetVMs.powerOff(GROUP, 'web', '1', { ...POLL, skipShutdown: true });
      assert.equal((await powerStates(context, 'web'))['1'], STOPPED);
      await virtualMachineScaleSetVMs.start(GROUP, 'web', '1', POLL);
      await virtualMachineScaleSetVMs.reimage(GROUP, 'web', '1', POLL);
      assert.equal((await powerStates(context, 'web'))['1'], RUNNING);
    },
  },
  {
    name: 'restarts, reimages and deallocates the set and some of it, and starts it again',
    async run(context) {
      const { virtualMachineScaleSets } = context.client;
      const some = { ...POLL, vmInstanceIDs: { instanceIds: ['0', '1'] } };
      await virtualMachineScaleSets.restart(GROUP, 'web', POLL);
      await virtualMachineScaleSets.restart(GROUP, 'web', some);
      await virtualMachineScaleSets.reimage(GROUP, 'web', POLL);
      await virtualMachineScaleSets.powerOff(GROUP, 'web', some);
      assert.deepEqual(await powerStates(context, 'web'), { 0: STOPPED, 1: STOPPED, 2: RUNNING });
      await virtualMachineScaleSets.deallocate(GROUP, 'web', some);
      assert.equal((await powerStates(context, 'web'))['0'], DEALLOCATED);
      await virtualMachineScaleSets.deallocate(GROUP, 'web', POLL);
      assert.equal((await powerStates(context, 'web'))['2'], DEALLOCATED);
      await virtualMachineScaleSets.beginStartAndWait(GROUP, 'web', POLL);
      assert.deepEqual(await powerStates(context, 'web'), { 0: RUNNING, 1: RUNNING, 2: RUNNING });
    },
  },
  {
    name: 'polls an operation through InProgress to its end on a running clock',
    async run({ client, besides }) {
      await besides.clock({ mode: 'x60' });
      const states: string[] = [];
      const poller = client.virtualMachineScaleSets.restart(GROUP, 'web', POLL);
      poller.onProgress(({ status }) => states.push(status));
      await poller.pollUntilDone();
      await besides.clock({ mode: 'instant' });
      assert.equal(states[0], 'running');
      assert.equal(states.at(-1), 'succeeded');
    },
  },
];
