import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import { type ArmComputeContext, counts, GROUP, POLL, refusal } from './context.ts';
import { linuxSet } from './model.ts';

/** What must not work, and how the client tells it. */
export const refusalCases: readonly ClientCase<ArmComputeContext>[] = [
  {
    name: 'a set that is not there: RestError 404 ResourceNotFound',
    async run({ client }) {
      for (const call of [
        client.virtualMachineScaleSets.getInstanceView(GROUP, 'none'),
        client.virtualMachineScaleSets.get(GROUP, 'none'),
      ]) {
        const { name, statusCode, code, message } = await refusal(call);
        assert.deepEqual([name, statusCode, code], ['RestError', 404, 'ResourceNotFound']);
        assert.match(
          message,
          /Microsoft\.Compute\/virtualMachineScaleSets\/none' under resource group 'js'/,
        );
      }
    },
  },
  {
    name: 'an instance that is not there: RestError 404 NotFound',
    async run({ client }) {
      const call = client.virtualMachineScaleSetVMs.getInstanceView(GROUP, 'web', '999');
      const { statusCode, code } = await refusal(call);
      assert.deepEqual([statusCode, code], [404, 'NotFound']);
    },
  },
  {
    name: 'unknown instance ids: RestError 400 InvalidParameter',
    async run({ client }) {
      const vmInstanceIDs = { instanceIds: ['999'] };
      for (const call of [
        client.virtualMachineScaleSets.restart(GROUP, 'web', { ...POLL, vmInstanceIDs }),
        client.virtualMachineScaleSets.deleteInstances(GROUP, 'web', vmInstanceIDs, POLL),
      ]) {
        const { statusCode, code, message } = await refusal(call);
        assert.deepEqual([statusCode, code], [400, 'InvalidParameter']);
        assert.match(message, /instanceId 999 is not an active Virtual Machine Scale Set VM/);
      }
    },
  },
  {
    name: 'an etag that is no longer the set’s: RestError 412',
    async run({ client }) {
      const { virtualMachineScaleSets } = client;
      const old = await virtualMachineScaleSets.get(GROUP, 'web');
      const ifMatch = String(old.etag);
      const changed = await virtualMachineScaleSets.update(
        GROUP,
        'web',
        { tags: { team: 'green' } },
        { ...POLL, ifMatch },
      );
      assert.notEqual(changed.etag, ifMatch);
      const call = virtualMachineScaleSets.update(
        GROUP,
        'web',
        { tags: { team: 'red' } },
        { ...POLL, ifMatch },
      );
      const { name, statusCode } = await refusal(call);
      assert.deepEqual([name, statusCode], ['RestError', 412]);
      assert.deepEqual((await virtualMachineScaleSets.get(GROUP, 'web')).tags, { team: 'green' });
    },
  },
  {
    name: 'a bad model: RestError 400 with the parameter as target',
    async run({ client, target }) {
      const model = linuxSet(target.subscriptionId, { capacity: 1 });
      const profile = { ...model.virtualMachineProfile };
      const call = client.virtualMachineScaleSets.createOrUpdate(
        GROUP,
        'bad',
        {
          ...model,
          virtualMachineProfile: {
            ...profile,
            osProfile: { ...profile.osProfile, adminPassword: 'short' },
          },
        },
        POLL,
      );
      const { statusCode, code } = await refusal(call);
      assert.deepEqual([statusCode, code], [400, 'InvalidParameter']);
    },
  },
  {
    name: 'an operation that fails: the poller rejects with the operation’s code',
    async run({ client, target }) {
      const call = client.virtualMachineScaleSets.createOrUpdate(
        GROUP,
        'failing',
        linuxSet(target.subscriptionId, { capacity: 2, extensions: ['setup', 'broken'] }),
        POLL,
      );
      const { code, message } = await refusal(call);
      assert.match(`${code} ${message}`, /VMExtensionProvisioningError/);
      assert.match(message, /VM has reported a failure when processing extension 'broken'/);
      const set = await client.virtualMachineScaleSets.get(GROUP, 'failing');
      assert.equal(set.provisioningState, 'Failed');
      const view = await client.virtualMachineScaleSets.getInstanceView(GROUP, 'failing');
      assert.deepEqual(
        view.extensions?.map(({ name, statusesSummary }) => [name, counts(statusesSummary)]),
        [
          ['setup', { 'ProvisioningState/succeeded': 2 }],
          ['broken', { 'ProvisioningState/failed': 2 }],
        ],
      );
      assert.equal(view.statuses?.[0]?.level, 'Error');
      assert.equal(
        view.statuses?.[0]?.code,
        'ProvisioningState/failed/VMExtensionProvisioningError',
      );
    },
  },
];
