import type { Operation } from '../../../arm/index.ts';
import type { ComputeServices } from '../services.ts';
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
    const value = sizesOf(readLocation(request, services, 'locations/vmSizes')).map((size) => ({
      name: size.name,
      numberOfCores: size.vCpus,
      osDiskSizeInMB: OS_DISK_MB,
      resourceDiskSizeInMB: size.resourceDiskMB,
      memoryInMB: Math.round(size.memoryGB * MB_PER_GB),
      maxDataDiskCount: size.maxDataDisks,
    }));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};
