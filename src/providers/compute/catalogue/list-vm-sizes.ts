import type { Operation } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { VIRTUAL_MACHINE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { findMachine } from '../virtual-machines/find-machine.ts';
import { LOCATION, readLocation } from './locations.ts';
import { sizesOf } from './regions.ts';

const OS_DISK_MB = 1_047_552;
const MB_PER_GB = 1_024;

/** `az vm list-sizes`. Source: the specification's example of VirtualMachineSizes_List. */
export const listVmSizes: Operation<ComputeServices> = {
  operationId: 'VirtualMachineSizes_List',
  method: 'GET',
  path: `${LOCATION}/vmSizes`,
  longRunning: false,
  async handle(request, services) {
    const value = sizeBodies(readLocation(request, services, 'locations/vmSizes'));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

/** `az vm list-vm-resize-options`: what the machine's region has. That all of it fits is inferred. */
export const listMachineSizes: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_ListAvailableSizes',
  method: 'GET',
  path: `${VIRTUAL_MACHINE}/vmSizes`,
  longRunning: false,
  rateLimits: ['LowCostGetSubscriptionMaximum', 'LowCostGetResource'],
  async handle(request, services) {
    const { set } = await findMachine(request, services);
    const value = sizeBodies(modelView(set).genesis.location);
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

function sizeBodies(location: string): JsonObject[] {
  return sizesOf(location).map((size) => ({
    name: size.name,
    numberOfCores: size.vCpus,
    osDiskSizeInMB: OS_DISK_MB,
    resourceDiskSizeInMB: size.resourceDiskMB,
    memoryInMB: Math.round(size.memoryGB * MB_PER_GB),
    maxDataDiskCount: size.maxDataDisks,
  }));
}
