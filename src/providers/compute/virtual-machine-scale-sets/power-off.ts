import { setAction } from '../act.ts';
import { readFlag } from '../query.ts';

/** Stopped machines keep their place. `skipShutdown` only cuts the guest's own shutdown short. */
export const powerOff = setAction({
  verb: 'PowerOff',
  word: 'poweroff',
  action: 'powerOff',
  rateLimits: [
    'DeleteVMScaleSetSubscriptionMaximum',
    'VMScaleSetBatchedVMRequestsSubscriptionMaximum',
    'VmssQueuedVMOperations',
  ],
  checkQuery: (request) => void readFlag(request, 'skipShutdown'),
});
