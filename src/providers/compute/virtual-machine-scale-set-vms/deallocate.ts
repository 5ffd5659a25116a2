import { instanceAction } from '../act.ts';
import { deallocation } from '../query.ts';

export const deallocate = instanceAction({
  verb: 'Deallocate',
  word: 'deallocate',
  action: 'deallocate',
  rateLimits: ['DeleteVMScaleSetVMSubscriptionMaximum', 'DeleteVMScaleSetVMResource'],
  actionOf: deallocation,
});
