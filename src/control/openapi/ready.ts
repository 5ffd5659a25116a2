import type { ReadyView } from '../ready-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import { constant, named, object, text } from './schema.ts';

const ready = named(
  'Ready',
  object<ReadyView>({
    status: constant('ready'),
    store: constant('answers'),
    version: text('Of the package.'),
  }),
);

export const readyOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readReady',
    summary: 'Says that requests can be served; waits for a reset or a load that is under way.',
    answers: answer(200, 'They can.', ready),
    refusals: ['EMU_STORE_UNAVAILABLE'],
  },
];
