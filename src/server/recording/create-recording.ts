import { EmulatorError } from '../../base/index.ts';
import { parseClockMode } from '../../clock/index.ts';
import type { Recording } from '../../control/index.ts';
import type { EmulatorConfig } from '../config.ts';
import { Recorder, type RecorderParts } from './recorder.ts';
import { recordingHead } from './recording-head.ts';

export interface RecordingParts {
  readonly config: () => EmulatorConfig;
  readonly recorder: () => Recorder | undefined;
  /** From here on it is given all requests; undefined: nobody is. */
  readonly record: (recorder: Recorder | undefined) => void;
  /** Empties the emulator. */
  readonly begin: () => Promise<Omit<RecorderParts, 'head' | 'mode' | 'rate'>>;
}

/** Starts and ends recordings of an emulator. */
export function createRecording({ config, recorder, record, begin }: RecordingParts): Recording {
  return {
    facts: () => recorder()?.facts(),
    async start() {
      if (recorder() !== undefined) {
        throw bad('A recording is under way: end it with DELETE /_lazulite/recording first.');
      }
      if (config().auth === 'rbac') {
        throw bad(
          'With --auth rbac nothing is recorded: the secrets of clients would have to be in it.',
        );
      }
      // Read before anything is forgotten.
      const head = await recordingHead(config());
      const parts = await begin();
      const { mode: name, rate } = parts.readClock();
      const mode = parseClockMode(name) ?? { kind: 'manual' };
      await parts.order({ freeze: true });
      record(new Recorder({ ...parts, head, mode, rate }));
    },
    stop() {
      const current = recorder();
      if (current === undefined) {
        throw new EmulatorError(
          'EMU_NOT_FOUND',
          'Nothing is recorded. POST {} starts a recording.',
        );
      }
      record(undefined);
      return current.end();
    },
  };
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
