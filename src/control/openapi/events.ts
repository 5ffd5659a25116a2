import type { Failure } from '../../faults/index.ts';
import type { EventsView, EventView } from '../events-route.ts';
import { answer, type DescribedOperation, inQuery } from './describe.ts';
import { operationAction, operationKind } from './parts.ts';
import {
  choice,
  constant,
  instant,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
} from './schema.ts';

type Of<Subject extends EventView['subject']> = Extract<EventView, { readonly subject: Subject }>;
type Cause = NonNullable<EventView['cause']>;
type Machine = NonNullable<Of<'instance'>['before']>;
type OperationFailure = NonNullable<Of<'operation'>['failure']>;

const failed = {
  code: nullable(text("Azure's code; null where Azure gives none.")),
  message: text(),
};
const failure = named('Failure', object<Failure>(failed));
const operationFailure = named(
  'OperationFailure',
  object<OperationFailure>({ ...failed, target: optional(text('The machine that failed.')) }),
);
const state = named(
  'ProvisioningState',
  choice(['creating', 'updating', 'deleting', 'succeeded', 'failed']),
);
const rollingState = choice(['RollingForward', 'Cancelled', 'Completed', 'Faulted']);
const machine = named(
  'MachineState',
  object<Machine>({
    state,
    power: nullable(
      choice(['starting', 'running', 'stopping', 'stopped', 'deallocating', 'deallocated']),
      'Null before it is placed and while it is released.',
    ),
  }),
);

const common = {
  sequence: integer("Of the set's life, from 1 on."),
  at: instant(),
  cause: nullable(
    named(
      'EventCause',
      object<Cause>({
        operationId: text(),
        kind: operationKind,
        action: nullable(operationAction),
      }),
    ),
    'What it happened for; null when nobody asked for it.',
  ),
};

const event = named(
  'Event',
  oneOf(
    object<Of<'instance'>>({
      ...common,
      subject: constant('instance'),
      instanceId: integer(),
      name: text(),
      before: nullable(machine, 'Null: it was not there.'),
      after: nullable(machine, 'Null: it is gone.'),
      failure: nullable(failure),
    }),
    object<Of<'extension'>>({
      ...common,
      subject: constant('extension'),
      instanceId: integer(),
      name: text(),
      extension: text(),
      before: nullable(state),
      after: nullable(state),
    }),
    object<Of<'operation'>>({
      ...common,
      subject: constant('operation'),
      before: nullable(constant('inProgress')),
      after: choice(['inProgress', 'succeeded', 'failed']),
      instanceCount: integer(),
      failure: nullable(operationFailure),
    }),
    object<Of<'rollingUpgrade'>>({
      ...common,
      subject: constant('rollingUpgrade'),
      before: nullable(rollingState),
      after: rollingState,
      batch: integer('Machines of the batch that has begun; 0 when none has.'),
      successful: integer(),
      failed: integer(),
      pending: integer(),
      failure: nullable(failure),
    }),
  ),
);

const events = named(
  'Events',
  object<EventsView>({
    set: text('Its resource id.'),
    events: list(event),
    next: nullable(integer(), 'Pass it as `after`; null on the last page.'),
  }),
);

export const eventsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readEvents',
    summary: 'What has happened to a set and its machines.',
    parameters: [
      inQuery('set', text('Resource id of a scale set.'), true),
      inQuery('instance', text('Of one machine only, by its id or name.')),
      inQuery('since', instant('Only events at or behind this instant.')),
      inQuery('after', integer('Only events with greater numbers.', { minimum: 0 })),
      inQuery('limit', integer(undefined, { minimum: 1, maximum: 5_000, default: 500 })),
    ],
    answers: answer(200, 'A page.', events),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
];
