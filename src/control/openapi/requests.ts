import type { JsonValue } from '../../base/index.ts';
import type { Assertion, Verdict } from '../requests/assertions.ts';
import type { RequestMatch } from '../requests/match-request.ts';
import type { RequestView } from '../requests/request-view.ts';
import type { AssertionsView, RequestsView } from '../requests/requests-route.ts';
import { answer, type DescribedOperation, type DescribedParameter, inQuery } from './describe.ts';
import { archive } from './archive.ts';
import {
  anything,
  choice,
  constant,
  flag,
  instant,
  integer,
  list,
  named,
  nullable,
  object,
  optional,
  order,
  type Schema,
  text,
} from './schema.ts';

/** What a request is matched by, in a query and in an assertion. */
const parts: Readonly<Record<keyof RequestMatch, Schema<string>>> = {
  operation: text("Azure's operationId, with * for any characters."),
  method: text(),
  path: text('With * for any characters.'),
  resource: text('A resource id, with * for any characters; also what is below it.'),
  caller: text('Application id.'),
  status: text(undefined, { pattern: '^[1-5](\\d\\d|[xX]{2})$', examples: ['429', '4xx'] }),
  requestId: text('`x-ms-client-request-id` or a correlation id.'),
};

const match = named(
  'RequestMatch',
  order<RequestMatch>(
    {
      operation: optional(parts.operation),
      method: optional(parts.method),
      path: optional(parts.path),
      resource: optional(parts.resource),
      caller: optional(parts.caller),
      status: optional(parts.status),
      requestId: optional(parts.requestId),
    },
    'All parts must match; a part that is left out matches everything.',
  ),
);

const body: Schema<JsonValue> = anything('Without secrets.');
const request = named(
  'Request',
  object<RequestView>({
    sequence: integer(),
    at: instant(),
    endedAt: instant(),
    caller: text('Application id.'),
    method: text(),
    target: text('Path and query.'),
    operation: nullable(text(), "Azure's operationId; null for what is none."),
    status: integer(),
    errorCode: nullable(text(), 'Of a refusal.'),
    retryAfter: nullable(text()),
    fault: nullable(text(), 'The rule that had a hand in it.'),
    isCut: flag('Whether the connection was cut.'),
    requestId: nullable(text()),
    correlationId: nullable(text()),
    clientRequestId: nullable(text()),
    requestBody: optional(body),
    responseBody: optional(body),
  }),
);

const requests = named(
  'Requests',
  object<RequestsView>({
    requests: list(request),
    next: integer('Pass it as `after` to go on.'),
    complete: flag('Whether so many as were waited for have come; true when nobody waits.'),
  }),
);

const count = integer(undefined, { minimum: 0 });
const assertion = named(
  'Assertion',
  order<Assertion>({
    name: optional(text()),
    match: optional(match),
    exactly: optional(count),
    atLeast: optional(count),
    atMost: optional(count),
    before: optional(match),
    honoursRetryAfter: optional(constant(true)),
  }),
);

const assertions = named(
  'Assertions',
  object<AssertionsView>({
    passed: flag(),
    results: list(
      named(
        'Verdict',
        object<Verdict>({
          passed: flag(),
          reason: text('For people: what was expected and what came.'),
          requests: list(integer(), 'Sequences of those that it is about, the first hundred.'),
        }),
      ),
      'One for each assertion.',
    ),
  }),
);

const LIMIT = { minimum: 1, maximum: 1_000 };
const matching: readonly DescribedParameter[] = Object.entries(parts).map(([name, schema]) =>
  inQuery(name, schema),
);
const after = inQuery('after', integer('Only later ones.', { minimum: 0 }));

export const requestsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'listRequests',
    summary: 'The requests to ARM that came; with `wait` once they have come.',
    parameters: [
      ...matching,
      after,
      inQuery('limit', integer(undefined, { ...LIMIT, default: 100 })),
      inQuery('bodies', choice(['true', 'false'], 'Whether bodies are shown.')),
      inQuery('wait', text("A length of the machine's time up to 60s.", { examples: ['30s'] })),
      inQuery('count', integer('How many are waited for.', { ...LIMIT, default: 1 })),
    ],
    answers: answer(200, 'A page.', requests),
    refusals: ['EMU_BAD_REQUEST'],
  },
  {
    method: 'GET',
    below: '/har',
    operationId: 'exportRequests',
    summary: 'The requests that came, as an HTTP archive.',
    parameters: [...matching, after, inQuery('limit', integer('All when left out.', LIMIT))],
    answers: answer(200, 'HTTP Archive 1.2.', archive),
    refusals: ['EMU_BAD_REQUEST'],
  },
  {
    method: 'POST',
    below: '/assert',
    operationId: 'assertRequests',
    summary: 'Judges the requests that came.',
    body: {
      required: true,
      schema: named(
        'AssertionsOrder',
        order<{ readonly assertions: readonly Assertion[] }>({
          assertions: list(assertion, undefined, { minItems: 1 }),
        }),
      ),
    },
    answers: answer(200, 'What became of each.', assertions),
    refusals: ['EMU_BAD_REQUEST'],
  },
  {
    method: 'DELETE',
    operationId: 'clearRequests',
    summary: 'Forgets the requests that came.',
    answers: answer(200, 'None are left.', requests),
    refusals: ['EMU_BAD_REQUEST'],
  },
];
