import {
  EmulatorError,
  formatInstant,
  type HttpResponse,
  type Instant,
  type Micros,
  MICROS_PER_SECOND,
  NEVER,
  parseDuration,
  parseInstant,
} from '../base/index.ts';
import { type ClockControl, type ClockMode, parseClockMode } from '../clock/index.ts';
import { clockOperations } from './openapi/clock.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute, ControlServices } from './types.ts';

/** What `/_lazulite/clock` answers. */
export interface ClockView {
  readonly mode: string;
  readonly rate: number;
  /** In Azure's form. */
  readonly now: string;
  /** When something is due next; null when all is settled. */
  readonly nextDue: string | null;
}

type ClockOrder =
  | { readonly kind: 'mode'; readonly mode: ClockMode }
  | { readonly kind: 'by'; readonly micros: Micros }
  | { readonly kind: 'to'; readonly instant: Instant }
  | { readonly kind: 'nextDue' }
  | { readonly kind: 'untilIdle' };

/** A fleet that is still not idle after this much virtual time never will be (a chaotic one is not). */
const UNTIL_IDLE_MAX: Micros = 7 * 24 * 3_600 * MICROS_PER_SECOND;

/** The smallest step on the way to idleness; a set has thousands of instants that differ by less. */
const UNTIL_IDLE_STEP: Micros = MICROS_PER_SECOND;

export const clockRoute: ControlRoute = {
  path: '/_lazulite/clock',
  operations: clockOperations,
  open: false,
  async handle(request, services) {
    if (request.method === 'GET') await settle(services);
    else await carryOut(readOrder(request.body), services);
    return reply(services);
  },
};

/** The clock is moved, the fleet follows, and both are durable before anybody is told. */
async function carryOut(order: ClockOrder, services: ControlServices): Promise<void> {
  const { clock } = services;
  switch (order.kind) {
    case 'mode':
      if (order.mode.kind !== 'manual' && services.recording.facts() !== undefined) {
        throw new EmulatorError(
          'EMU_BAD_REQUEST',
          'A recording moves the time. End it first: DELETE /_lazulite/recording, or lazulite record stop.',
        );
      }
      clock.setMode(order.mode);
      break;
    case 'by':
      // Refuses what is no length of time, and a clock that runs by itself.
      clock.advanceBy(Math.min(order.micros, 0));
      await moveTo(clock.now() + order.micros, services);
      break;
    case 'to':
      await moveTo(order.instant, services);
      break;
    case 'nextDue': {
      clock.advanceBy(0);
      await settle(services);
      const due = nextDue(services);
      // Who asks when nothing is left is told so by the answer.
      if (due !== NEVER) await moveTo(Math.max(due, clock.now()), services);
      break;
    }
    case 'untilIdle':
      await runUntilIdle(services);
      break;
  }
  await settle(services);
  await services.clockKept();
}

async function settle({ fleet, work, watch }: ControlServices): Promise<void> {
  await fleet.settle();
  await work.settle();
  await watch.settle();
}

/**
 * Moves the clock, from one thing that has to be done at its instant to the next: so one long step
 * ends as many short ones do.
 */
async function moveTo(instant: Instant, { clock, work, watch }: ControlServices): Promise<void> {
  if (!Number.isSafeInteger(instant) || instant < clock.now()) {
    clock.advanceTo(instant);
    return;
  }
  // Says that the clock runs by itself, when it does, before anything is waited for.
  clock.advanceBy(0);
  const stops = [work, watch];
  const nextStop = (): Instant => Math.min(...stops.map((stop) => stop.nextDue()));
  for (const stop of stops) await stop.settle();
  for (let due = nextStop(); due <= instant; due = nextStop()) {
    moveBy(clock, due - clock.now());
    for (const stop of stops) await stop.settle();
  }
  moveBy(clock, instant - clock.now());
}

/** By a length and not to an instant: an instant clock also runs by itself. */
function moveBy(clock: ClockControl, micros: Micros): void {
  if (micros > 0) clock.advanceBy(micros);
}

async function runUntilIdle(services: ControlServices): Promise<void> {
  const { clock } = services;
  clock.advanceBy(0);
  await settle(services);
  const end = clock.now() + UNTIL_IDLE_MAX;
  for (let due = nextDue(services); due <= end; due = nextDue(services)) {
    await moveTo(Math.min(Math.max(due, clock.now() + UNTIL_IDLE_STEP), end), services);
    await settle(services);
    if (clock.now() >= end) return;
  }
}

function nextDue({ fleet, work }: ControlServices): Instant {
  return Math.min(fleet.nextDue(), work.nextDue());
}

function readOrder(body: Uint8Array): ClockOrder {
  const order = readJsonObject(body, ORDERS);
  const [name, ...others] = Object.keys(order);
  if (name === undefined || others.length > 0) throw badRequest(ORDERS);
  const value = order[name];
  switch (name) {
    case 'mode': {
      const mode = typeof value === 'string' ? parseClockMode(value) : undefined;
      if (!mode)
        throw badRequest('mode must be "real", "xN" (such as "x60"), "instant" or "manual".');
      return { kind: 'mode', mode };
    }
    case 'advanceBy': {
      const micros = typeof value === 'string' ? parseDuration(value) : undefined;
      if (micros === undefined) {
        throw badRequest('advanceBy must be a length of time such as "90s", "3m" or "PT3M".');
      }
      return { kind: 'by', micros };
    }
    case 'advanceTo': {
      const instant = typeof value === 'string' ? parseInstant(value) : undefined;
      if (instant === undefined) {
        throw badRequest('advanceTo must be a time such as "2026-01-01T00:03:00Z".');
      }
      return { kind: 'to', instant };
    }
    case 'nextDue':
      if (value !== true) throw badRequest('nextDue must be true.');
      return { kind: 'nextDue' };
    case 'freeze':
      if (value !== true) throw badRequest('freeze must be true.');
      return { kind: 'mode', mode: { kind: 'manual' } };
    case 'runUntilIdle':
      if (value !== true) throw badRequest('runUntilIdle must be true.');
      return { kind: 'untilIdle' };
    default:
      throw badRequest(`"${name}" is not known. ${ORDERS}`);
  }
}

const ORDERS =
  'Send exactly one of {"mode":"manual"}, {"advanceBy":"3m"}, {"advanceTo":"2026-01-01T00:03:00Z"}, ' +
  '{"nextDue":true}, {"runUntilIdle":true} and {"freeze":true}.';

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}

function reply(services: ControlServices): HttpResponse {
  const { mode, rate, now } = services.clock.read();
  const due = nextDue(services);
  const view: ClockView = {
    mode,
    rate,
    now: formatInstant(now),
    nextDue: due === NEVER ? null : formatInstant(due),
  };
  return jsonReply(200, view);
}
