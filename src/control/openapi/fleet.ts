import type { FleetView, SetFacts } from '../fleet-route.ts';
import { answer, type DescribedOperation, inQuery } from './describe.ts';
import { activityParts, health } from './parts.ts';
import { dictionary, instant, integer, list, named, nullable, object, text } from './schema.ts';

const scaleSet = named(
  'ScaleSetFacts',
  object<SetFacts>({
    resourceId: text(),
    location: text(),
    provisioningState: text(),
    orchestrationMode: text(),
    capacity: integer('What the model asks for.'),
    ...activityParts,
    health,
    extensions: dictionary(dictionary(integer()), 'By name, machines by state.'),
    openOperations: integer(),
    nextDue: nullable(instant(), 'When something is due in the set; null when nothing is.'),
  }),
);

const fleet = named(
  'Fleet',
  object<FleetView>({
    scaleSets: list(scaleSet),
    next: nullable(text('Pass it as `after`.'), 'Pass it as `after`; null on the last page.'),
  }),
);

export const fleetOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readFleet',
    summary: 'All scale sets in numbers; costs the same for every number of machines.',
    parameters: [
      inQuery('resource', text('A resource id, with * for any characters; also what is below it.')),
      inQuery('after', text('`next` of the page before.')),
      inQuery('limit', integer(undefined, { minimum: 1, maximum: 1_000, default: 100 })),
    ],
    answers: answer(200, 'A page.', fleet),
    refusals: ['EMU_BAD_REQUEST'],
  },
];
