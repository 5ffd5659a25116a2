import { armErrors, type HttpMethod, type Operation } from '../../arm/index.ts';
import { VIRTUAL_MACHINE } from './paths.ts';
import type { ComputeServices } from './services.ts';

/**
 * The rest of Azure's operations on machines: known, routed, and refused by name, so that nobody
 * takes silence for success. Source of ids, paths and versions: shared/azure/operations.md.
 */
type Row = readonly [method: HttpMethod, operationId: string, path: string, since: string];

/** Of single machines, which are those of Flexible sets. Source: the specification, VirtualMachines_*. */
const MACHINE_ROWS: readonly Row[] = [
  ['POST', 'VirtualMachines_AssessPatches', 'assessPatches', '2020-06-01'],
  ['POST', 'VirtualMachines_Capture', 'capture', '2015-06-15'],
  ['POST', 'VirtualMachines_ConvertToManagedDisks', 'convertToManagedDisks', '2016-04-30-preview'],
  ['POST', 'VirtualMachines_Generalize', 'generalize', '2015-06-15'],
  ['POST', 'VirtualMachines_InstallPatches', 'installPatches', '2020-12-01'],
];

export const notYetSupported: readonly Operation<ComputeServices>[] = MACHINE_ROWS.map((row) =>
  refusing(row, VIRTUAL_MACHINE),
);

/** Ids of the rows that are only there to refuse; for the coverage page. */
export const notYetSupportedIds: ReadonlySet<string> = new Set(
  notYetSupported.map(({ operationId }) => operationId),
);

function refusing(
  [method, operationId, path, since]: Row,
  base: string,
): Operation<ComputeServices> {
  return {
    operationId,
    method,
    path: path === '' ? base : base === '' ? path : `${base}/${path}`,
    since,
    longRunning: false,
    async handle() {
      throw armErrors.notSupportedHere(`The operation '${operationId}'`);
    },
  };
}
