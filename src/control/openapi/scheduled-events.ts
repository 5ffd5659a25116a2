import { SCHEDULED_EVENTS_VERSIONS } from '../scheduled-events-versions.ts';
import {
  answer,
  type DescribedOperation,
  type DescribedParameter,
  inPath,
  inQuery,
} from './describe.ts';
import { choice, constant, integer, list, named, object, optional, order, text } from './schema.ts';

/** As Azure's metadata service writes it; what later versions brought may be missing. */
interface ScheduledEvent {
  readonly EventId: string;
  readonly EventStatus: 'Scheduled' | 'Started';
  readonly EventType: 'Preempt' | 'Terminate' | 'Reboot' | 'Redeploy' | 'Reimage';
  readonly ResourceType: 'VirtualMachine';
  readonly Resources: readonly string[];
  readonly NotBefore: string;
  readonly Description?: string;
  readonly EventSource?: 'Platform' | 'User';
  readonly DurationInSeconds?: number;
}

const events = named(
  'ScheduledEvents',
  object<{ readonly DocumentIncarnation: number; readonly Events: readonly ScheduledEvent[] }>({
    DocumentIncarnation: integer('Grows whenever the events change.'),
    Events: list(
      named(
        'ScheduledEvent',
        object<ScheduledEvent>({
          EventId: text(),
          EventStatus: choice(['Scheduled', 'Started']),
          EventType: choice(['Preempt', 'Terminate', 'Reboot', 'Redeploy', 'Reimage']),
          ResourceType: constant('VirtualMachine'),
          Resources: list(text()),
          NotBefore: text('As HTTP writes dates; empty once it has started.'),
          Description: optional(text()),
          EventSource: optional(choice(['Platform', 'User'])),
          DurationInSeconds: optional(integer('-1: not known.')),
        }),
      ),
    ),
  }),
);

const refused = named(
  'MetadataError',
  object<{ readonly error: string; readonly 'newest-versions'?: readonly string[] }>({
    error: text(),
    'newest-versions': optional(list(text())),
  }),
);

const approval = named(
  'StartRequests',
  object<{ readonly StartRequests: readonly { readonly EventId: string }[] }>({
    StartRequests: list(object<{ readonly EventId: string }>({ EventId: text() }), undefined, {
      minItems: 1,
    }),
  }),
);

const header: DescribedParameter = {
  in: 'header',
  name: 'Metadata',
  required: true,
  schema: text(undefined, { pattern: '^[Tt][Rr][Uu][Ee]$' }),
};
const version = inQuery('api-version', choice(SCHEDULED_EVENTS_VERSIONS), true);
const GROUP = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}';
const COMPUTE = `${GROUP}/providers/Microsoft.Compute`;
const group = [inPath('subscriptionId', 'A GUID.'), inPath('resourceGroup', 'A name.')];
const badAnswer = answer(400, 'As the metadata service of Azure refuses.', refused);

const addresses = [
  {
    below: `${COMPUTE}/virtualMachineScaleSets/{scaleSet}/virtualMachines/{machine}`,
    parameters: [
      ...group,
      inPath('scaleSet', 'A name.'),
      inPath('machine', 'An instance id, of a Flexible set a name.'),
    ],
    suffix: '',
    what: 'a machine',
  },
  {
    below: `${COMPUTE}/virtualMachines/{machine}`,
    parameters: [...group, inPath('machine', 'The name of a machine of a Flexible set.')],
    suffix: 'OfFlexible',
    what: 'a machine of a Flexible set',
  },
];

export const scheduledEventsOperations: readonly DescribedOperation[] = addresses.flatMap(
  ({ below, parameters, suffix, what }): DescribedOperation[] => [
    {
      method: 'GET',
      below,
      operationId: `readScheduledEvents${suffix}`,
      summary: `The scheduled events of ${what}, as its metadata service tells them. The path may go on with /metadata/scheduledevents.`,
      parameters: [...parameters, version, header],
      answers: [...answer(200, 'The events.', events), ...badAnswer],
      refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
    },
    {
      method: 'POST',
      below,
      operationId: `approveScheduledEvents${suffix}`,
      summary: `Says yes to scheduled events of ${what}, which begin then.`,
      parameters: [...parameters, version, header],
      body: { required: true, schema: approval },
      answers: [...answer(200, 'They have begun.', order<object>({})), ...badAnswer],
      refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
    },
  ],
);
