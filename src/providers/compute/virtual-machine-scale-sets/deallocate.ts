import { setAction } from '../act.ts';
import { refuseHibernation } from '../query.ts';

export const deallocate = setAction({
  verb: 'Deallocate',
  word: 'deallocate',
  action: 'deallocate',
  rateLimits: [
    'DeleteVMScaleSetSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  checkQuery: refuseHibernation,
});
