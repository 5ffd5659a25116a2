import type { ResetView } from '../reset-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import { named, object, optional, order, text } from './schema.ts';

export const resetOperations: readonly DescribedOperation[] = [
  {
    method: 'POST',
    operationId: 'reset',
    summary: 'Forgets everything, or what is in one subscription.',
    body: {
      required: false,
      schema: named(
        'ResetOrder',
        order<{ readonly subscriptionId?: string }>({
          subscriptionId: optional(text('Everything when left out.')),
        }),
      ),
    },
    answers: answer(
      200,
      'It is forgotten.',
      named('Reset', object<ResetView>({ reset: text('`all`, or the id of the subscription.') })),
    ),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
];
