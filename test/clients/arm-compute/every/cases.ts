import { ComputeManagementClient } from '@azure/arm-compute';
import type { ClientCase } from '../../support/client-case.ts';
import type { ArmComputeContext } from '../context.ts';
import type { OperationCase } from './context.ts';
import { machineCases } from './machine-cases.ts';
import { partCases } from './part-cases.ts';
import { deleteSet, setCases } from './set-cases.ts';
import { upgradeCases } from './upgrade-cases.ts';

const operationCases: readonly OperationCase[] = [
  ...setCases,
  ...machineCases,
  ...partCases,
  ...upgradeCases,
  deleteSet,
];

export const everyOperation: readonly ClientCase<ArmComputeContext>[] = operationCases.map(
  ({ operation, run }) => ({ name: operation, run }),
);

/**
 * All operations on scale sets that the SDK has, as its own objects say: `virtualMachineScaleSets.get`.
 * The older names for long-running ones (`beginStart`, `beginStartAndWait`) are the same operations.
 */
export function operationsOfSdk(): string[] {
  const never = { getToken: () => Promise.resolve(null) };
  const client = new ComputeManagementClient(never, '00000000-0000-0000-0000-000000000000');
  return Object.entries(client)
    .filter(([group]) => group.startsWith('virtualMachineScaleSet'))
    .flatMap(([group, operations]) =>
      Object.keys(operations as object)
        .filter((name) => !name.startsWith('begin'))
        .map((name) => `${group}.${name}`),
    );
}
