import { instanceAction } from '../act.ts';

export const reimage = instanceAction({
  verb: 'Reimage',
  word: 'reimage',
  action: 'reimage',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
});
