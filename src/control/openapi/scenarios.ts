import type { JsonObject } from '../../base/index.ts';
import type {
  MadeView,
  PlayedStep,
  PlayedView,
  ScenarioFacts,
  ScenariosView,
} from '../scenarios-route.ts';
import { answer, type DescribedOperation, inPath } from './describe.ts';
import {
  anyObject,
  flag,
  instant,
  integer,
  list,
  named,
  nullable,
  object,
  optional,
  order,
  text,
} from './schema.ts';

interface MakeOrder {
  readonly name?: string;
  readonly document?: JsonObject;
}

interface PlayOrder extends MakeOrder {
  readonly seed?: number;
}

const choice = {
  name: optional(text('A shipped one.')),
  document: optional(
    anyObject('In place of a name: a scenario of your own, which names no files.'),
  ),
};
const refusals = ['EMU_BAD_REQUEST', 'EMU_BAD_SCENARIO', 'EMU_BAD_LIFECYCLE'] as const;

export const scenariosOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'listScenarios',
    summary: 'The scenarios that ship.',
    answers: answer(
      200,
      'By name.',
      named(
        'Scenarios',
        object<ScenariosView>({
          scenarios: list(
            named(
              'Scenario',
              object<ScenarioFacts>({
                name: text(),
                description: text(),
                source: list(text(), 'Links: where it was seen.'),
              }),
            ),
          ),
        }),
      ),
    ),
    refusals: [],
  },
  {
    method: 'GET',
    below: '/{name}',
    operationId: 'readScenario',
    summary: 'A scenario that ships.',
    parameters: [inPath('name', 'Of a shipped one.')],
    answers: answer(200, 'The document.', named('ScenarioDocument', anyObject())),
    refusals: ['EMU_BAD_SCENARIO'],
  },
  {
    method: 'POST',
    below: '/make',
    operationId: 'makeScenario',
    summary:
      'Makes the sets of a scenario in this emulator; what is there already is left as it is.',
    body: { required: true, schema: named('MakeOrder', order<MakeOrder>(choice)) },
    answers: answer(
      201,
      'They are being made.',
      named('Made', object<MadeView>({ scenario: text(), resources: integer() })),
    ),
    refusals,
  },
  {
    method: 'POST',
    below: '/play',
    operationId: 'playScenario',
    summary: 'Plays a scenario on an emulator of its own, in memory and on a manual clock.',
    body: {
      required: true,
      schema: named('PlayOrder', order<PlayOrder>({ ...choice, seed: optional(integer()) })),
    },
    answers: answer(
      200,
      'What became of it, up to the first step that did not go as expected.',
      named(
        'Played',
        object<PlayedView>({
          scenario: text(),
          passed: flag(),
          steps: list(
            object<PlayedStep>({
              line: nullable(integer(), 'In the document; null where it cannot be told.'),
              what: text(),
              at: instant('In virtual time.'),
              problem: nullable(text(), 'Null when it went as expected.'),
            }),
          ),
          transcript: text('SHA-256 of all answers.'),
        }),
      ),
    ),
    refusals,
  },
];
