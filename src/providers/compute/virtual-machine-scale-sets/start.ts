import { setAction } from '../act.ts';

export const start = setAction({
  verb: 'Start',
  word: 'start',
  action: 'start',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
