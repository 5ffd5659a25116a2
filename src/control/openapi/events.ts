import type { Failure } from '../../faults/index.ts';
import type { EventPlaceView, EventsView, EventView, SetEventsView } from '../events/event-view.ts';
import { answer, type DescribedOperation, inQuery } from './describe.ts';
import { operationAction, operationKind } from './parts.ts';
import {
  anyOf,
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
  type Properties,
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

const instanceParts: Properties<Of<'instance'>> = {
  ...common,
  subject: constant('instance'),
  instanceId: integer(),
  name: text(),
  before: nullable(machine, 'Null: it was not there.'),
  after: nullable(machine, 'Null: it is gone.'),
  failure: nullable(failure),
};
const extensionParts: Properties<Of<'extension'>> = {
  ...common,
  subject: constant('extension'),
  instanceId: integer(),
  name: text(),
  extension: text(),
  before: nullable(state),
  after: nullable(state),
};
const operationParts: Properties<Of<'operation'>> = {
  ...common,
  subject: constant('operation'),
  before: nullable(constant('inProgress')),
  after: choice(['inProgress', 'succeeded', 'failed']),
  instanceCount: integer(),
  failure: nullable(operationFailure),
};
const rollingParts: Properties<Of<'rollingUpgrade'>> = {
  ...common,
  subject: constant('rollingUpgrade'),
  before: nullable(rollingState),
  after: rollingState,
  batch: integer('Machines of the batch that has begun; 0 when none has.'),
  successful: integer(),
  failed: integer(),
  pending: integer(),
  failure: nullable(failure),
};

const place: Properties<EventPlaceView> = {
  id: text('Its place: instant, set and number. As texts, ids are in their order.', {
    examples: ['1767225840000000-7c0f5ba1-0000000041'],
  }),
  set: text('The resource id of the set.'),
};

const setEvents = named(
  'SetEvents',
  object<SetEventsView>({
    set: text('Its resource id.'),
    events: list(
      named(
        'SetEvent',
        oneOf(
          object<Of<'instance'>>(instanceParts),
          object<Of<'extension'>>(extensionParts),
          object<Of<'operation'>>(operationParts),
          object<Of<'rollingUpgrade'>>(rollingParts),
        ),
      ),
    ),
    next: nullable(integer(), 'Pass it as `after`; null on the last page.'),
  }),
);

const events = named(
  'Events',
  object<EventsView>({
    events: list(
      named(
        'Event',
        oneOf(
          object<EventPlaceView & Of<'instance'>>({ ...place, ...instanceParts }),
          object<EventPlaceView & Of<'extension'>>({ ...place, ...extensionParts }),
          object<EventPlaceView & Of<'operation'>>({ ...place, ...operationParts }),
          object<EventPlaceView & Of<'rollingUpgrade'>>({ ...place, ...rollingParts }),
        ),
      ),
    ),
    next: nullable(text(), 'Pass it as `after`; null on the last page.'),
  }),
);

export const eventsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readEvents',
    summary: 'What has happened to sets and their machines, or what happens, as it comes.',
    parameters: [
      inQuery('set', text('Resource id of one set; `after` and `next` are then its own numbers.')),
      inQuery('subscription', text('Only of sets in this one.')),
      inQuery('resource', text('Only of this and what is below it; * for any characters.')),
      inQuery('instance', text('Of one machine only, by its id or name.')),
      inQuery('subject', text('Only of these: instance, extension, operation, rollingUpgrade.')),
      inQuery('operation', text('Only caused by these: id, kind or action, with commas between.')),
      inQuery('since', instant('Only events at or behind this instant.')),
      inQuery('after', text('Only behind the event of this id, or of this number of a set.')),
      inQuery('limit', integer('Not for a stream.', { minimum: 1, maximum: 5_000, default: 500 })),
      {
        in: 'header',
        name: 'Last-Event-ID',
        required: false,
        schema: text('A stream goes on behind the event of this id.'),
      },
    ],
    answers: [
      ...answer(200, 'A page, or a stream where one is accepted.', anyOf(setEvents, events)),
      {
        httpStatus: 200,
        description: 'A page, or a stream where one is accepted.',
        mediaType: 'text/event-stream',
        schema: text('Messages whose id is that of their event and whose data is an `Event`.'),
      },
    ],
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND', 'EMU_EVENTS_BUSY'],
  },
];
