import { setAction } from '../act.ts';

/** Brings instances up to the set's model; recorded refusals have their own target. */
export const updateInstances = setAction({
  verb: 'UpdateInstances',
  word: 'manualupgrade',
  action: 'updateInstances',
  rateLimits: [
    'VMScaleSetActionsSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  idsRequired: true,
  // R 2023.
  uniformOnly: true,
  idTarget: 'upgradePolicies.instanceIds',
});
