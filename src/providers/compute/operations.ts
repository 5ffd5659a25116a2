import type { Operation } from '../../arm/index.ts';
import * as bootDiagnostics from './boot-diagnostics/retrieve.ts';
import { listMachineSizes } from './catalogue/list-vm-sizes.ts';
import { listScaleSetSkus } from './catalogue/list-scale-set-skus.ts';
import { notYetSupported } from './not-yet-supported.ts';
import { getOperation } from './operations/get-operation.ts';
import type { ComputeServices } from './services.ts';
import * as extensions from './virtual-machine-scale-set-extensions/list.ts';
import * as extensionWrites from './virtual-machine-scale-set-extensions/write.ts';
import { deallocate as deallocateInstance } from './virtual-machine-scale-set-vms/deallocate.ts';
import { deleteInstance } from './virtual-machine-scale-set-vms/delete.ts';
import { getInstanceView as getVmInstanceView } from './virtual-machine-scale-set-vms/get-instance-view.ts';
import { get as getVm } from './virtual-machine-scale-set-vms/get.ts';
import { list as listVms } from './virtual-machine-scale-set-vms/list.ts';
import { powerOff as powerOffInstance } from './virtual-machine-scale-set-vms/power-off.ts';
import { reimage as reimageInstance } from './virtual-machine-scale-set-vms/reimage.ts';
import { restart as restartInstance } from './virtual-machine-scale-set-vms/restart.ts';
import { start as startInstance } from './virtual-machine-scale-set-vms/start.ts';
import { attachDetachDataDisks } from './virtual-machine-scale-set-vms/attach-detach-data-disks.ts';
import * as applications from './virtual-machine-scale-set-vms/gallery-applications.ts';
import { simulateEviction } from './virtual-machine-scale-set-vms/simulate-eviction.ts';
import { update as updateInstance } from './virtual-machine-scale-set-vms/update.ts';
import { scaleOut } from './virtual-machine-scale-sets/scale-out.ts';
import { reapply } from './virtual-machine-scale-sets/reapply.ts';
import { runCommand } from './virtual-machine-scale-set-vms/run-command.ts';
import { runCommandOperations } from './machine-run-commands/operations.ts';
import {
  cancel as cancelRollingUpgrade,
  startExtensionUpgrade,
  startOSUpgrade,
} from './virtual-machine-scale-set-rolling-upgrades/act.ts';
import {
  approveOfInstance,
  approveOfSet,
} from './virtual-machine-scale-set-rolling-upgrades/approve.ts';
import {
  getLatest as getLatestRollingUpgrade,
  getOSUpgradeHistory,
} from './virtual-machine-scale-set-rolling-upgrades/read.ts';
import * as hookEvents from './virtual-machine-scale-set-life-cycle-hook-events/read.ts';
import { update as updateHookEvent } from './virtual-machine-scale-set-life-cycle-hook-events/update.ts';
import * as vmExtensions from './machine-extensions/read.ts';
import { extensionWrites as machineExtensionWrites } from './machine-extensions/write.ts';
import { redeploy as redeployInstance } from './virtual-machine-scale-set-vms/redeploy.ts';
import { reimageAll as reimageAllInstance } from './virtual-machine-scale-set-vms/reimage-all.ts';
import { convertToSinglePlacementGroup } from './virtual-machine-scale-sets/convert-to-single-placement-group.ts';
import { forceRecoveryWalk } from './virtual-machine-scale-sets/force-recovery-walk.ts';
import {
  performMaintenance,
  performMaintenanceOnInstance,
} from './virtual-machine-scale-sets/perform-maintenance.ts';
import { redeploy } from './virtual-machine-scale-sets/redeploy.ts';
import { reimageAll } from './virtual-machine-scale-sets/reimage-all.ts';
import { createOrUpdate } from './virtual-machine-scale-sets/create-or-update.ts';
import { deallocate } from './virtual-machine-scale-sets/deallocate.ts';
import { deleteInstances } from './virtual-machine-scale-sets/delete-instances.ts';
import { deleteSet } from './virtual-machine-scale-sets/delete.ts';
import { getInstanceView } from './virtual-machine-scale-sets/get-instance-view.ts';
import { get } from './virtual-machine-scale-sets/get.ts';
import { list, listAll, listByLocation } from './virtual-machine-scale-sets/list.ts';
import { migrateVMAvailabilityZone } from './virtual-machine-scale-sets/migrate-vm-availability-zone.ts';
import { powerOff } from './virtual-machine-scale-sets/power-off.ts';
import { reimage } from './virtual-machine-scale-sets/reimage.ts';
import { restart } from './virtual-machine-scale-sets/restart.ts';
import { setOrchestrationServiceState } from './virtual-machine-scale-sets/set-orchestration-service-state.ts';
import { start } from './virtual-machine-scale-sets/start.ts';
import { updateInstances } from './virtual-machine-scale-sets/update-instances.ts';
import { update } from './virtual-machine-scale-sets/update.ts';
import { actions as machineActions } from './virtual-machines/act.ts';
import { deleteMachine } from './virtual-machines/delete.ts';
import * as machineExtensions from './virtual-machines/extensions.ts';
import { get as getMachine, getInstanceView as getMachineView } from './virtual-machines/get.ts';
import * as machines from './virtual-machines/list.ts';
import * as machineCalls from './virtual-machines/single-actions.ts';
import * as putMachine from './virtual-machines/update.ts';

/** The compute provider, operation by operation. */
export const computeOperations: readonly Operation<ComputeServices>[] = [
  listByLocation,
  listAll,
  list,
  get,
  createOrUpdate,
  update,
  deleteSet,
  getInstanceView,
  listScaleSetSkus,
  deallocate,
  deleteInstances,
  powerOff,
  restart,
  start,
  reimage,
  reimageAll,
  redeploy,
  migrateVMAvailabilityZone,
  reapply,
  scaleOut,
  startOSUpgrade,
  startExtensionUpgrade,
  cancelRollingUpgrade,
  approveOfSet,
  hookEvents.list,
  hookEvents.get,
  updateHookEvent,
  getLatestRollingUpgrade,
  getOSUpgradeHistory,
  performMaintenance,
  forceRecoveryWalk,
  convertToSinglePlacementGroup,
  updateInstances,
  setOrchestrationServiceState,
  listVms,
  getVm,
  getVmInstanceView,
  deleteInstance,
  deallocateInstance,
  powerOffInstance,
  restartInstance,
  startInstance,
  updateInstance,
  attachDetachDataDisks,
  simulateEviction,
  approveOfInstance,
  runCommand,
  bootDiagnostics.retrieveOfInstance,
  applications.list,
  applications.get,
  applications.getInstanceView,
  vmExtensions.list,
  vmExtensions.get,
  ...machineExtensionWrites,
  ...runCommandOperations,
  reimageInstance,
  reimageAllInstance,
  redeployInstance,
  performMaintenanceOnInstance,
  extensions.list,
  extensions.get,
  extensionWrites.createOrUpdate,
  extensionWrites.update,
  extensionWrites.deleteExtension,
  machines.listByLocation,
  machines.listAll,
  machines.list,
  getMachine,
  getMachineView,
  deleteMachine,
  putMachine.createOrUpdate,
  putMachine.update,
  machineCalls.attachDetachDataDisks,
  machineCalls.runCommand,
  machineCalls.simulateEviction,
  machineCalls.performMaintenance,
  bootDiagnostics.retrieveOfMachine,
  listMachineSizes,
  machineExtensions.list,
  machineExtensions.get,
  ...machineActions,
  getOperation,
  ...notYetSupported,
];
