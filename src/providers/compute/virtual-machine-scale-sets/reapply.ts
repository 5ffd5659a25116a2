import { setAction } from '../act.ts';

/** Applies the state of the machines again; they are updating meanwhile. */
export const reapply = setAction({
  verb: 'Reapply',
  word: 'reapply',
  action: 'reapply',
  since: '2023-03-01',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
});
