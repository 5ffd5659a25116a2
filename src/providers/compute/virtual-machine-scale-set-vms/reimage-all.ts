import { instanceAction } from '../act.ts';

export const reimageAll = instanceAction({
  verb: 'ReimageAll',
  word: 'reimageall',
  action: 'reimageAll',
  since: '2016-04-30-preview',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
});
