import type { HealthOrderBody, InstanceHealthView } from '../instance-health-route.ts';
import { answer, type DescribedOperation, inQuery } from './describe.ts';
import { health } from './parts.ts';
import { choice, list, named, nullable, object, optional, order, text } from './schema.ts';

const instanceHealth = named(
  'InstanceHealth',
  object<InstanceHealthView>({
    resourceId: text(),
    automaticRepairs: nullable(
      choice(['NotRunning', 'Running', 'Suspended']),
      'Null when the set has no policy.',
    ),
    health,
  }),
);

const healthOrder = named(
  'InstanceHealthOrder',
  order<HealthOrderBody>({
    resourceId: text('Of a scale set.'),
    instanceIds: optional(
      list(text(), 'Instance ids, of a Flexible set names; all that report when left out.', {
        minItems: 1,
      }),
    ),
    state: choice(['initializing', 'healthy', 'unhealthy', 'unknown']),
  }),
);

export const instanceHealthOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readInstanceHealth',
    summary: 'Counts the machines of a set by health.',
    parameters: [inQuery('resourceId', text('Of a scale set.'), true)],
    answers: answer(200, 'The counts.', instanceHealth),
    refusals: ['EMU_NOT_FOUND'],
  },
  {
    method: 'POST',
    operationId: 'setInstanceHealth',
    summary: 'Says how machines are, until they are restarted, reimaged or updated.',
    body: { required: true, schema: healthOrder },
    answers: answer(200, 'The counts then.', instanceHealth),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
];
