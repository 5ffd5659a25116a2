import assert from 'node:assert/strict';
import { collect, counts, POLL, refusal } from '../context.ts';
import { GROUP, type OperationCase, SET } from './context.ts';

const named = (list: readonly { readonly name?: string }[] | undefined): unknown[] =>
  (list ?? []).map(({ name }) => name);

const script = (source: string) => ({ location: 'westeurope', source: { script: source } });

/** Extensions of the set, in its model and on its machines. */
const setExtensions: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetExtensions.createOrUpdate',
    async run({ client }) {
      const { virtualMachineScaleSets: sets } = client;
      const body = {
        publisher: 'Microsoft.Azure.Extensions',
        typePropertiesType: 'CustomScript',
        typeHandlerVersion: '2.1',
        settings: { commandToExecute: 'true' },
      };
      const extensions = client.virtualMachineScaleSetExtensions;
      await extensions.createOrUpdate(GROUP, SET, 'script', body, POLL);
      const all = { instanceIds: ['*'] };
      await sets.updateInstances(GROUP, SET, all, POLL);
      const view = await sets.getInstanceView(GROUP, SET);
      assert.deepEqual(named(view.extensions), ['health', 'script']);
      assert.deepEqual(counts(view.extensions?.[1]?.statusesSummary), {
        'ProvisioningState/succeeded': 3,
      });
    },
  },
  {
    operation: 'virtualMachineScaleSetExtensions.list',
    async run({ client }) {
      const list = await collect(client.virtualMachineScaleSetExtensions.list(GROUP, SET));
      assert.deepEqual(named(list), ['health', 'script']);
    },
  },
  {
    operation: 'virtualMachineScaleSetExtensions.update',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetExtensions;
      const settings = { commandToExecute: 'date' };
      await extensions.update(GROUP, SET, 'script', { settings }, POLL);
      assert.deepEqual((await extensions.get(GROUP, SET, 'script')).settings, settings);
    },
  },
  {
    operation: 'virtualMachineScaleSetExtensions.get',
    async run({ client }) {
      const extension = await client.virtualMachineScaleSetExtensions.get(GROUP, SET, 'script');
      assert.deepEqual(
        [extension.typePropertiesType, extension.provisioningState],
        ['CustomScript', 'Succeeded'],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSetExtensions.delete',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetExtensions;
      await extensions.delete(GROUP, SET, 'script', POLL);
      assert.deepEqual(named(await collect(extensions.list(GROUP, SET))), ['health']);
      const all = { instanceIds: ['*'] };
      await client.virtualMachineScaleSets.updateInstances(GROUP, SET, all, POLL);
    },
  },
];

/** Extensions that one machine has of its own. */
const machineExtensions: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetVMExtensions.createOrUpdate',
    async run({ client }) {
      const body = {
        publisher: 'Contoso',
        typePropertiesType: 'Own',
        typeHandlerVersion: '1.0',
        settings: { a: 1 },
      };
      const extensions = client.virtualMachineScaleSetVMExtensions;
      await extensions.createOrUpdate(GROUP, SET, '1', 'own', body, POLL);
      const view = await client.virtualMachineScaleSetVMs.getInstanceView(GROUP, SET, '1');
      assert.deepEqual(named(view.extensions), ['health', 'own']);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMExtensions.list',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetVMExtensions;
      const { value } = await extensions.list(GROUP, SET, '1');
      assert.deepEqual(named(value), ['health', 'own']);
      assert.deepEqual(named((await extensions.list(GROUP, SET, '2')).value), ['health']);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMExtensions.update',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetVMExtensions;
      await extensions.update(GROUP, SET, '1', 'own', { settings: { a: 2 } }, POLL);
      assert.deepEqual((await extensions.get(GROUP, SET, '1', 'own')).settings, { a: 2 });
    },
  },
  {
    operation: 'virtualMachineScaleSetVMExtensions.get',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetVMExtensions;
      const own = await extensions.get(GROUP, SET, '1', 'own', { expand: 'instanceView' });
      assert.equal(own.instanceView?.statuses?.[0]?.code, 'ProvisioningState/succeeded');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMExtensions.delete',
    async run({ client }) {
      const extensions = client.virtualMachineScaleSetVMExtensions;
      await extensions.delete(GROUP, SET, '1', 'own', POLL);
      assert.equal((await refusal(extensions.get(GROUP, SET, '1', 'own'))).statusCode, 404);
    },
  },
];

/** Run commands as resources of a machine. */
const runCommands: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetVMRunCommands.createOrUpdate',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMRunCommands;
      const body = script('# lazulite: exit 2');
      const made = await commands.createOrUpdate(GROUP, SET, '1', 'one', body, POLL);
      assert.equal(made.provisioningState, 'Succeeded');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMRunCommands.get',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMRunCommands;
      const read = await commands.get(GROUP, SET, '1', 'one', { expand: 'instanceView' });
      assert.deepEqual(
        [read.instanceView?.executionState, read.instanceView?.exitCode],
        ['Failed', 2],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSetVMRunCommands.update',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMRunCommands;
      const source = { script: '# lazulite: stdout again' };
      await commands.update(GROUP, SET, '1', 'one', { source }, POLL);
      const read = await commands.get(GROUP, SET, '1', 'one', { expand: 'instanceView' });
      assert.equal(read.instanceView?.output, 'again\n');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMRunCommands.list',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMRunCommands;
      assert.deepEqual(named(await collect(commands.list(GROUP, SET, '1'))), ['one']);
      assert.deepEqual(await collect(commands.list(GROUP, SET, '2')), []);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMRunCommands.delete',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMRunCommands;
      await commands.delete(GROUP, SET, '1', 'one', POLL);
      assert.deepEqual(await collect(commands.list(GROUP, SET, '1')), []);
    },
  },
];

/** The same for diagnosis. */
const diagnosticRunCommands: readonly OperationCase[] = [
  {
    operation: 'virtualMachineScaleSetVMDiagnosticRunCommands.createOrUpdate',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMDiagnosticRunCommands;
      const { location, ...properties } = script('# lazulite: stdout well');
      // This model of the SDK is not flattened.
      const body = { location, properties };
      await commands.createOrUpdate(GROUP, SET, '1', 'look', body, POLL);
      assert.deepEqual(
        await collect(client.virtualMachineScaleSetVMRunCommands.list(GROUP, SET, '1')),
        [],
      );
    },
  },
  {
    operation: 'virtualMachineScaleSetVMDiagnosticRunCommands.get',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMDiagnosticRunCommands;
      const read = await commands.get(GROUP, SET, '1', 'look', { expand: 'instanceView' });
      assert.equal(read.properties?.instanceView?.output, 'well\n');
    },
  },
  {
    operation: 'virtualMachineScaleSetVMDiagnosticRunCommands.update',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMDiagnosticRunCommands;
      const source = { script: '# lazulite: exit 4' };
      await commands.update(GROUP, SET, '1', 'look', { source }, POLL);
      const read = await commands.get(GROUP, SET, '1', 'look', { expand: 'instanceView' });
      assert.equal(read.properties?.instanceView?.exitCode, 4);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMDiagnosticRunCommands.diagnosticList',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMDiagnosticRunCommands;
      assert.deepEqual(named(await collect(commands.diagnosticList(GROUP, SET, '1'))), ['look']);
    },
  },
  {
    operation: 'virtualMachineScaleSetVMDiagnosticRunCommands.delete',
    async run({ client }) {
      const commands = client.virtualMachineScaleSetVMDiagnosticRunCommands;
      await commands.delete(GROUP, SET, '1', 'look', POLL);
      assert.deepEqual(await collect(commands.diagnosticList(GROUP, SET, '1')), []);
    },
  },
];

export const partCases: readonly OperationCase[] = [
  ...setExtensions,
  ...machineExtensions,
  ...runCommands,
  ...diagnosticRunCommands,
];
