import { armErrors, type HttpMethod, type Operation } from '../../arm/index.ts';
import { INSTANCE, SCALE_SET } from './paths.ts';
import type { ComputeServices } from './services.ts';

/**
 * The rest of Azure's operations on scale sets: known, routed, and refused by name, so that nobody
 * takes silence for success. Source of ids, paths and versions: shared/azure/operations.md.
 */
type Row = readonly [method: HttpMethod, operationId: string, path: string, since: string];

const SET_ROWS: readonly Row[] = [
  ['POST', 'VirtualMachineScaleSets_ApproveRollingUpgrade', 'approveRollingUpgrade', '2023-09-01'],
  [
    'POST',
    'VirtualMachineScaleSetRollingUpgrades_StartExtensionUpgrade',
    'extensionRollingUpgrade',
    '2018-06-01',
  ],
  [
    'POST',
    'VirtualMachineScaleSetRollingUpgrades_StartOSUpgrade',
    'osRollingUpgrade',
    '2017-03-30',
  ],
  ['GET', 'VirtualMachineScaleSets_GetOSUpgradeHistory', 'osUpgradeHistory', '2017-12-01'],
  ['POST', 'VirtualMachineScaleSets_Reapply', 'reapply', '2023-03-01'],
  ['POST', 'VirtualMachineScaleSetRollingUpgrades_Cancel', 'rollingUpgrades/cancel', '2017-03-30'],
  [
    'GET',
    'VirtualMachineScaleSetRollingUpgrades_GetLatest',
    'rollingUpgrades/latest',
    '2017-03-30',
  ],
  ['POST', 'VirtualMachineScaleSets_ScaleOut', 'scaleOut', '2025-04-01'],
  ['GET', 'VirtualMachineScaleSetLifeCycleHookEvents_List', 'lifecycleHookEvents', '2025-11-01'],
  [
    'GET',
    'VirtualMachineScaleSetLifeCycleHookEvents_Get',
    'lifecycleHookEvents/{lifecycleHookEventName}',
    '2025-11-01',
  ],
  [
    'PATCH',
    'VirtualMachineScaleSetLifeCycleHookEvents_Update',
    'lifecycleHookEvents/{lifecycleHookEventName}',
    '2025-11-01',
  ],
];

const INSTANCE_ROWS: readonly Row[] = [
  ['PUT', 'VirtualMachineScaleSetVMs_Update', '', '2017-12-01'],
  [
    'POST',
    'VirtualMachineScaleSetVMs_ApproveRollingUpgrade',
    'approveRollingUpgrade',
    '2023-09-01',
  ],
  [
    'POST',
    'VirtualMachineScaleSetVMs_AttachDetachDataDisks',
    'attachDetachDataDisks',
    '2023-09-01',
  ],
  ['GET', 'VirtualMachineScaleSetVMExtensions_List', 'extensions', '2019-07-01'],
  [
    'DELETE',
    'VirtualMachineScaleSetVMExtensions_Delete',
    'extensions/{vmExtensionName}',
    '2019-07-01',
  ],
  ['GET', 'VirtualMachineScaleSetVMExtensions_Get', 'extensions/{vmExtensionName}', '2019-07-01'],
  [
    'PATCH',
    'VirtualMachineScaleSetVMExtensions_Update',
    'extensions/{vmExtensionName}',
    '2019-07-01',
  ],
  [
    'PUT',
    'VirtualMachineScaleSetVMExtensions_CreateOrUpdate',
    'extensions/{vmExtensionName}',
    '2019-07-01',
  ],
  [
    'POST',
    'VirtualMachineScaleSetVMs_RetrieveBootDiagnosticsData',
    'retrieveBootDiagnosticsData',
    '2020-06-01',
  ],
  ['POST', 'VirtualMachineScaleSetVMs_RunCommand', 'runCommand', '2018-04-01'],
  ['GET', 'VirtualMachineScaleSetVMRunCommands_List', 'runCommands', '2020-06-01'],
  [
    'DELETE',
    'VirtualMachineScaleSetVMRunCommands_Delete',
    'runCommands/{runCommandName}',
    '2020-06-01',
  ],
  ['GET', 'VirtualMachineScaleSetVMRunCommands_Get', 'runCommands/{runCommandName}', '2020-06-01'],
  [
    'PATCH',
    'VirtualMachineScaleSetVMRunCommands_Update',
    'runCommands/{runCommandName}',
    '2020-06-01',
  ],
  [
    'PUT',
    'VirtualMachineScaleSetVMRunCommands_CreateOrUpdate',
    'runCommands/{runCommandName}',
    '2020-06-01',
  ],
  ['POST', 'VirtualMachineScaleSetVMs_SimulateEviction', 'simulateEviction', '2019-12-01'],
  ['GET', 'VirtualMachineScaleSetVMGalleryApplications_List', 'applications', '2026-09-01'],
  [
    'GET',
    'VirtualMachineScaleSetVMGalleryApplications_Get',
    'applications/{applicationName}',
    '2026-09-01',
  ],
  [
    'GET',
    'VirtualMachineScaleSetVMGalleryApplications_GetInstanceView',
    'applications/{applicationName}/instanceView',
    '2026-09-01',
  ],
  [
    'GET',
    'VirtualMachineScaleSetVMDiagnosticRunCommands_List',
    'diagnosticRunCommands',
    '2026-04-01',
  ],
  [
    'GET',
    'VirtualMachineScaleSetVMDiagnosticRunCommands_Get',
    'diagnosticRunCommands/{runCommandName}',
    '2026-04-01',
  ],
  [
    'PUT',
    'VirtualMachineScaleSetVMDiagnosticRunCommands_CreateOrUpdate',
    'diagnosticRunCommands/{runCommandName}',
    '2026-04-01',
  ],
  [
    'PATCH',
    'VirtualMachineScaleSetVMDiagnosticRunCommands_Update',
    'diagnosticRunCommands/{runCommandName}',
    '2026-04-01',
  ],
  [
    'DELETE',
    'VirtualMachineScaleSetVMDiagnosticRunCommands_Delete',
    'diagnosticRunCommands/{runCommandName}',
    '2026-04-01',
  ],
];

/** Reads that network clients make below the compute namespace; Microsoft.Network answers them in Azure. */
const NETWORK_ROWS: readonly Row[] = [
  [
    'GET',
    'NetworkInterfaces_ListVirtualMachineScaleSetNetworkInterfaces',
    `${SCALE_SET}/networkInterfaces`,
    '2015-06-15',
  ],
  [
    'GET',
    'PublicIPAddresses_ListVirtualMachineScaleSetPublicIPAddresses',
    `${SCALE_SET}/publicipaddresses`,
    '2017-03-30',
  ],
  [
    'GET',
    'NetworkInterfaces_ListVirtualMachineScaleSetVMNetworkInterfaces',
    `${INSTANCE}/networkInterfaces`,
    '2015-06-15',
  ],
  [
    'GET',
    'NetworkInterfaces_GetVirtualMachineScaleSetNetworkInterface',
    `${INSTANCE}/networkInterfaces/{networkInterfaceName}`,
    '2015-06-15',
  ],
];

export const notYetSupported: readonly Operation<ComputeServices>[] = [
  ...SET_ROWS.map((row) => refusing(row, SCALE_SET)),
  ...INSTANCE_ROWS.map((row) => refusing(row, INSTANCE)),
  ...NETWORK_ROWS.map((row) => refusing(row, '')),
  refusing(
    [
      'POST',
      'VirtualMachineScaleSets_MigrateVMAvailabilityZone',
      'migrateVMAvailabilityZone',
      '2026-04-01',
    ],
    SCALE_SET,
  ),
];

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
