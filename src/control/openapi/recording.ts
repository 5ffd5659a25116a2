import type { RecordingView } from '../recording-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import { anyObject, flag, instant, integer, named, nullable, object, order } from './schema.ts';

const recording = named(
  'Recording',
  object<RecordingView>({
    recording: flag('Whether anything is recorded.'),
    since: nullable(instant(), 'In virtual time; null when nothing is recorded.'),
    steps: integer(),
    full: flag('Nothing more is taken down: there are as many steps, or bytes, as there may be.'),
  }),
);

export const recordingOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readRecording',
    summary: 'How far the recording is.',
    answers: answer(200, 'At present.', recording),
    refusals: [],
  },
  {
    method: 'POST',
    operationId: 'startRecording',
    summary: 'Forgets everything, and takes down what comes.',
    body: { required: false, schema: named('RecordingOrder', order<object>({})) },
    answers: answer(201, 'It has begun.', recording),
    refusals: ['EMU_BAD_REQUEST', 'EMU_BAD_LIFECYCLE'],
  },
  {
    method: 'DELETE',
    operationId: 'stopRecording',
    summary: 'Ends the recording; time runs as it did before.',
    answers: answer(
      200,
      'A scenario that plays it again.',
      named('RecordedScenario', anyObject('scenario.schema.json describes it.')),
    ),
    refusals: ['EMU_NOT_FOUND'],
  },
];
