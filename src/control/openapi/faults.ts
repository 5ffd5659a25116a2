import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { ruleSchema, type RuleDocument } from '../../faults/index.ts';
import type { FaultCatalogueView, FaultsView, FaultView } from '../faults/faults-route.ts';
import { answer, type DescribedOperation, inPath } from './describe.ts';
import {
  choice,
  instant,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  type Properties,
  type Schema,
  text,
} from './schema.ts';

const NAME = 'FaultRule';
const { $schema: _dialect, $id: _id, definitions, ...rule } = ruleSchema as unknown as JsonObject;

/** The schema that rules are checked by, with its parts under names of their own in the document. */
const parts = Object.fromEntries(
  Object.entries(objectOf(definitions)).map(([name, part]) => [
    `${NAME}.${name}`,
    objectOf(moved(part)),
  ]),
);
const faultRule: Schema<RuleDocument> = {
  json: { $ref: `#/components/schemas/${NAME}` },
  definitions: { ...parts, [NAME]: objectOf(moved(rule)) },
};

type Added = Omit<FaultView, Exclude<keyof RuleDocument, 'id'>>;
const added: Properties<Added> = {
  id: text(),
  addedAt: instant(),
  until: nullable(instant(), 'When it is over by itself; null when it must be taken away.'),
  state: choice(['active', 'over', 'spent']),
  hits: integer('Requests, or machines and operations, that it has met.'),
};
const view = object<Added>(added);
const fault: Schema<FaultView> = named('Fault', {
  json: {
    ...view.json,
    properties: { ...objectOf(moved(rule['properties'])), ...objectOf(view.json['properties']) },
  },
  definitions: parts,
});

const faults = named('Faults', object<FaultsView>({ faults: list(fault) }));
const catalogue = named(
  'FaultCatalogue',
  object<FaultCatalogueView>({
    faults: list(
      object<FaultCatalogueView['faults'][number]>({
        name: text(),
        kind: choice(['refusal', 'machine', 'set', 'strike']),
        summary: text(),
        source: text('Where code and text were seen, or that they are inferred.'),
      }),
    ),
  }),
);

const id = inPath('id', 'Of a rule.');

export const faultsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'listFaults',
    summary: 'The rules of what goes wrong, in the order in which they are looked at.',
    answers: answer(200, 'All rules.', faults),
    refusals: [],
  },
  {
    method: 'GET',
    below: '/{id}',
    operationId: 'readFault',
    summary: 'One rule with what it has done.',
    parameters: [id],
    answers: answer(200, 'The rule.', fault),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
  {
    method: 'POST',
    operationId: 'addFaults',
    summary: 'Adds a rule, or all of a list or none.',
    body: { required: true, schema: oneOf(faultRule, list(faultRule)) },
    answers: answer(201, 'The rules that were added.', faults),
    refusals: ['EMU_BAD_FAULT'],
  },
  {
    method: 'DELETE',
    operationId: 'clearFaults',
    summary: 'Takes all rules away.',
    answers: answer(200, 'None are left.', faults),
    refusals: [],
  },
  {
    method: 'DELETE',
    below: '/{id}',
    operationId: 'removeFault',
    summary: 'Takes a rule away.',
    parameters: [id],
    answers: answer(200, 'The rules that are left.', faults),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
];

export const faultCatalogueOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readFaultCatalogue',
    summary: 'The faults that have names.',
    answers: answer(200, 'All of them.', catalogue),
    refusals: [],
  },
];

/** With references that lead where the parts are now. */
function moved(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map(moved);
  if (!isJsonObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === '$ref' && typeof member === 'string'
        ? member.replace('#/definitions/', `#/components/schemas/${NAME}.`)
        : moved(member),
    ]),
  );
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
