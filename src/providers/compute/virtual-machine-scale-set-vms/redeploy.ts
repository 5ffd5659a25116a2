import { instanceAction } from '../act.ts';

export const redeploy = instanceAction({
  verb: 'Redeploy',
  word: 'redeploy',
  action: 'redeploy',
  since: '2017-12-01',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
});
