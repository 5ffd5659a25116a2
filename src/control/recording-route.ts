import { EmulatorError, formatInstant, type Instant, type JsonObject } from '../base/index.ts';
import type { ClockMode } from '../clock/index.ts';
import { recordingOperations } from './openapi/recording.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

/** Where recordings are ordered; such requests are not part of one, and wait for nobody. */
export const RECORDING_PATH = '/_lazulite/recording';

export interface RecordingFacts {
  /** Virtual time. */
  readonly since: Instant;
  readonly steps: number;
  /** Nothing more is taken down: there are as many steps, or bytes, as there may be. */
  readonly isFull: boolean;
}

/** What `/_lazulite/recording` answers. */
export interface RecordingView {
  readonly recording: boolean;
  /** In Azure's form; null when nothing is recorded. */
  readonly since: string | null;
  readonly steps: number;
  readonly full: boolean;
}

/** Takes down what is asked and what is answered, as a scenario that can be played again. */
export interface Recording {
  /** Undefined when nothing is recorded. */
  facts(): RecordingFacts | undefined;
  /** Empties the emulator first. Throws EMU_BAD_REQUEST. */
  start(): Promise<void>;
  /** The scenario, and how time ran before. Throws EMU_NOT_FOUND when nothing is recorded. */
  stop(): { readonly scenario: JsonObject; readonly mode: ClockMode };
}

/** Starts (POST), shows (GET) and ends (DELETE) a recording; the end is answered with the scenario. */
export const recordingRoute: ControlRoute = {
  path: RECORDING_PATH,
  operations: recordingOperations,
  open: false,
  async handle({ method, body }, { recording, clock, clockKept }) {
    if (method === 'DELETE') {
      const { scenario, mode } = recording.stop();
      clock.setMode(mode);
      await clockKept();
      return jsonReply(200, scenario);
    }
    if (method === 'POST') {
      if (body.byteLength > 0 && new TextDecoder().decode(body).trim() !== '{}') {
        throw new EmulatorError('EMU_BAD_REQUEST', 'A recording has no settings: send {}.');
      }
      await recording.start();
    }
    return jsonReply(method === 'POST' ? 201 : 200, viewOf(recording.facts()));
  },
};

function viewOf(facts: RecordingFacts | undefined): RecordingView {
  if (facts === undefined) return { recording: false, since: null, steps: 0, full: false };
  const { since, steps, isFull } = facts;
  return { recording: true, since: formatInstant(since), steps, full: isFull };
}
