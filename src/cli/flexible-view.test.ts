import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewOfMachines } from './flexible-view.ts';

const machine = (code: string, extension?: string) => ({
  properties: {
    instanceView: {
      ...(extension === undefined
        ? {}
        : { extensions: [{ name: 'health', statuses: [{ code: extension }] }] }),
      statuses: [{ code }, { code: 'PowerState/running' }],
    },
  },
});

test('flexible view: counts the provisioning statuses of machines and extensions', () => {
  const view = viewOfMachines({ properties: { provisioningState: 'Updating' } }, [
    machine('ProvisioningState/succeeded', 'ProvisioningState/succeeded'),
    machine('ProvisioningState/succeeded', 'ProvisioningState/failed/Code'),
    machine('ProvisioningState/failed/AllocationFailed'),
  ]);
  assert.deepEqual(view, {
    virtualMachine: {
      statusesSummary: [
        { code: 'ProvisioningState/succeeded', count: 2 },
        { code: 'ProvisioningState/failed', count: 1 },
      ],
    },
    extensions: [
      {
        name: 'health',
        statusesSummary: [
          { code: 'ProvisioningState/succeeded', count: 1 },
          { code: 'ProvisioningState/failed', count: 1 },
        ],
      },
    ],
    statuses: [{ code: 'ProvisioningState/updating', displayStatus: 'Flexible' }],
  });
});

test('flexible view: without machines nothing is counted', () => {
  const { virtualMachine, extensions } = viewOfMachines({}, []);
  assert.deepEqual(virtualMachine, { statusesSummary: [] });
  assert.deepEqual(extensions, []);
});
