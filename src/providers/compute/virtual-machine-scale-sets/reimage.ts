import { setAction } from '../act.ts';

export const reimage = setAction({
  verb: 'Reimage',
  word: 'reimage',
  action: 'reimage',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
