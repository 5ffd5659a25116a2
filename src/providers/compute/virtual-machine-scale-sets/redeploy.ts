import { setAction } from '../act.ts';

export const redeploy = setAction({
  verb: 'Redeploy',
  word: 'redeploy',
  action: 'redeploy',
  since: '2017-12-01',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
