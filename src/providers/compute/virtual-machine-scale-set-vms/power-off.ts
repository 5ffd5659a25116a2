import { instanceAction } from '../act.ts';
import { readFlag } from '../query.ts';

export const powerOff = instanceAction({
  verb: 'PowerOff',
  word: 'poweroff',
  action: 'powerOff',
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  checkQuery: (request) => void readFlag(request, 'skipShutdown'),
});
