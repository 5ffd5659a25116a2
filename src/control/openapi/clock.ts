import type { ClockView } from '../clock-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import {
  constant,
  instant,
  named,
  nullable,
  number,
  object,
  oneOf,
  order,
  text,
} from './schema.ts';

const clock = named(
  'Clock',
  object<ClockView>({
    mode: text('`real`, `xN`, `instant` or `manual`.', { examples: ['manual', 'x60'] }),
    rate: number('Seconds of virtual time in a second; 0 for a clock that stands still.'),
    now: instant(),
    nextDue: nullable(instant(), 'When something is due next; null when all is settled.'),
  }),
);

const clockOrder = named(
  'ClockOrder',
  oneOf(
    order<{ readonly mode: string }>(
      { mode: text('`real`, `xN`, `instant` or `manual`.') },
      'From here on time runs like this.',
    ),
    order<{ readonly advanceBy: string }>(
      { advanceBy: text('A length of time.', { examples: ['90s', '1h30m', 'PT3M'] }) },
      'Moves a clock that stands still by so much.',
    ),
    order<{ readonly advanceTo: string }>(
      { advanceTo: instant() },
      'Moves a clock that stands still to that instant.',
    ),
    order<{ readonly nextDue: true }>(
      { nextDue: constant(true) },
      'Moves it to where something is due next.',
    ),
    order<{ readonly freeze: true }>({ freeze: constant(true) }, 'Stops it where it is.'),
    order<{ readonly runUntilIdle: true }>(
      { runUntilIdle: constant(true) },
      'Moves it to where nothing is due any more, by seven days at most.',
    ),
  ),
);

const move: Omit<DescribedOperation, 'method' | 'operationId'> = {
  summary: 'Moves the clock, or says how time runs. The answer comes when the fleet has followed.',
  body: { required: true, schema: clockOrder },
  answers: answer(200, 'The clock as it is then.', clock),
  refusals: ['EMU_BAD_REQUEST', 'EMU_CLOCK_BACKWARDS', 'EMU_CLOCK_NOT_MANUAL'],
};

export const clockOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readClock',
    summary: 'Brings the fleet to the present and reads the clock.',
    answers: answer(200, 'The clock.', clock),
    refusals: [],
  },
  { method: 'POST', operationId: 'moveClock', ...move },
  { method: 'PUT', operationId: 'putClock', ...move },
];
