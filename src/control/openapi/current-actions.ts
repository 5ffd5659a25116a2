import type { CurrentActionsView, OpenOperationView } from '../current-actions-route.ts';
import { answer, type DescribedOperation, inQuery } from './describe.ts';
import { activityParts, health, operationAction, operationKind } from './parts.ts';
import { instant, integer, list, named, nullable, object, text } from './schema.ts';

const operation = named(
  'OpenOperation',
  object<OpenOperationView>({
    operationId: text(),
    kind: operationKind,
    action: nullable(operationAction),
    startedAt: instant(),
    expectedEnd: instant('When what is known of it will be done.'),
    instanceCount: integer(),
  }),
);

const currentActions = named(
  'CurrentActions',
  object<CurrentActionsView>({
    resourceId: text(),
    provisioningState: text(),
    ...activityParts,
    health,
    operations: object<CurrentActionsView['operations']>({
      open: integer('How many have not ended.'),
      oldest: list(operation, 'A hundred at most.'),
    }),
  }),
);

export const currentActionsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readCurrentActions',
    summary: 'What a set and its machines are doing at the moment.',
    parameters: [inQuery('resourceId', text('Of a scale set.'), true)],
    answers: answer(200, 'Machines by what they do.', currentActions),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
];
