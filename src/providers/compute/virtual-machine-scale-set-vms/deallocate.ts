import { instanceAction } from '../act.ts';
import { refuseHibernation } from '../query.ts';

export const deallocate = instanceAction({
  verb: 'Deallocate',
  word: 'deallocate',
  action: 'deallocate',
  rateLimits: ['DeleteVMScaleSetVMSubscriptionMaximum', 'DeleteVMScaleSetVMResource'],
  checkQuery: refuseHibernation,
});
