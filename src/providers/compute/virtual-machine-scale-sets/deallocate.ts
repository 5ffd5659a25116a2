import { setAction } from '../act.ts';
import { deallocation } from '../query.ts';

export const deallocate = setAction({
  verb: 'Deallocate',
  word: 'deallocate',
  action: 'deallocate',
  rateLimits: [
    'DeleteVMScaleSetSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  actionOf: deallocation,
});
