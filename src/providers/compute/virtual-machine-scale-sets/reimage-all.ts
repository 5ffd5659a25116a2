import { setAction } from '../act.ts';

export const reimageAll = setAction({
  verb: 'ReimageAll',
  word: 'reimageall',
  action: 'reimageAll',
  since: '2016-04-30-preview',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
