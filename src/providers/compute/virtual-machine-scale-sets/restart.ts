import { setAction } from '../act.ts';

export const restart = setAction({
  verb: 'Restart',
  word: 'restart',
  action: 'restart',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
