import { instanceAction } from '../act.ts';

export const start = instanceAction({
  verb: 'Start',
  word: 'start',
  action: 'start',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
});
