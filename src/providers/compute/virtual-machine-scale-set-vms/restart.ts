import { instanceAction } from '../act.ts';

export const restart = instanceAction({
  verb: 'Restart',
  word: 'restart',
  action: 'restart',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
});
