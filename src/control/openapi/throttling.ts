import type { ThrottlingChange, ThrottlingCounts, ThrottlingView } from '../throttling-route.ts';
import type { ThrottlingLimit, ThrottlingRow } from '../types.ts';
import { answer, type DescribedOperation } from './describe.ts';
import {
  constant,
  dictionary,
  integer,
  list,
  named,
  object,
  oneOf,
  optional,
  order,
  text,
} from './schema.ts';

const amount = { minimum: 0, maximum: 2_147_483_647 };

const limit = named(
  'ThrottlingLimit',
  order<ThrottlingLimit>({
    capacity: integer('Requests that are let through at once.', amount),
    refill: optional(
      integer('Of a bucket: what comes each minute or, at the front door, each second.', amount),
    ),
  }),
);

const calls = integer('Requests that came.');
const throttled = integer('Refused with 429.');
const tooEarly = integer('Made before the end of a Retry-After that the caller was given.');
const counted = { calls, throttled, tooEarly };
const totals = named('ThrottlingCounts', object<ThrottlingCounts>(counted));

const throttling = named(
  'Throttling',
  object<ThrottlingView>({
    mode: text(undefined, { examples: ['off', 'azure', 'azure-2019'] }),
    limits: dictionary(limit, "One's own, by name."),
    totals,
    groups: list(
      object<ThrottlingView['groups'][number]>({
        group: text('A policy or an operation group; a request counts in each of its own.'),
        ...counted,
      }),
    ),
    rows: list(
      object<ThrottlingRow>({
        caller: text('Application id.'),
        operationId: text(),
        resource: text(),
        groups: list(text()),
        ...counted,
      }),
      'Most calls first.',
    ),
  }),
);

const throttlingOrder = named(
  'ThrottlingOrder',
  oneOf(
    {
      ...order<ThrottlingChange>({
        mode: optional(text('How requests are throttled.', { examples: ['azure'] })),
        limits: optional(dictionary(limit, "All of one's own, by name; {} for none.")),
      }),
    },
    order<{ readonly reset: true }>(
      { reset: constant(true) },
      'Fills all buckets up and counts anew.',
    ),
  ),
);

const change: Omit<DescribedOperation, 'method' | 'operationId'> = {
  summary: 'Changes throttling, which fills all buckets up. The answer comes when it is durable.',
  body: { required: true, schema: throttlingOrder },
  answers: answer(200, 'How requests are throttled then.', throttling),
  refusals: ['EMU_BAD_REQUEST'],
};

export const throttlingOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readThrottling',
    summary: 'How requests are throttled, and who makes the traffic.',
    answers: answer(200, 'What this process has counted since its start.', throttling),
    refusals: [],
  },
  { method: 'POST', operationId: 'changeThrottling', ...change },
  { method: 'PUT', operationId: 'putThrottling', ...change },
];
