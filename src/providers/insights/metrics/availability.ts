import type { Instant } from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import type { SetEvent } from '../../../scaleset/index.ts';

/** From an instant on so many machines are available, and so many are not though nobody asked for it. */
export interface AvailabilityPoint {
  readonly at: Instant;
  readonly up: number;
  readonly down: number;
}

/** How many machines were available, in order of time; before the first point there was none. */
export type Timeline = readonly AvailabilityPoint[];

/** Of a set as a whole, and of those machines that were asked for, in the order in which they came. */
export interface Availability {
  readonly set: Timeline;
  readonly machines: ReadonlyMap<string, Timeline>;
}

export interface AvailabilityQuery {
  readonly until: Instant;
  /** Whether a machine is asked for by itself; those that are not cost no memory beyond their last signal. */
  readonly isAsked: (name: string) => boolean;
}

/** What a machine tells: 1 available, 0 not available, null when it tells nothing. */
type Signal = 0 | 1 | null;

const REBOOTING = new Set(['restart', 'redeploy', 'reimage', 'reimageAll']);

/**
 * How available the machines of a set have been up to an instant: its journal played once more, as for
 * its events, so it costs what the set's life costs. Undefined when there is no such set.
 */
export async function availabilityOf(
  fleet: Pick<Fleet, 'events'>,
  key: string,
  { until, isAsked }: AvailabilityQuery,
): Promise<Availability | undefined> {
  const all: AvailabilityPoint[] = [];
  const machines = new Map<string, AvailabilityPoint[]>();
  /** By instance id. */
  const signals = new Map<number, Signal>();
  const look = (event: SetEvent): boolean => {
    if (event.subject !== 'instance' || event.at > until) return false;
    const last = signals.get(event.instanceId) ?? null;
    const signal = signalAfter(event, last);
    if (signal === last) return false;
    signals.set(event.instanceId, signal);
    note(all, event.at, last, signal);
    if (!isAsked(event.name)) return false;
    const own = machines.get(event.name) ?? [];
    machines.set(event.name, own);
    note(own, event.at, last, signal);
    return false;
  };
  const page = await fleet.events(key, { after: 0, matches: look, limit: 1 });
  return page && { set: all, machines };
}

/**
 * What a machine tells after something has happened to it. Source: Microsoft Q&A 1791401 quotes the
 * values: 1 is running and available, 0 is stopped or rebooting without being asked by way of Azure,
 * and a machine that was stopped by way of Azure tells nothing. Which of our states is which is inferred.
 */
function signalAfter(
  { before, after, cause }: Extract<SetEvent, { subject: 'instance' }>,
  last: Signal,
): Signal {
  if (after === null || after.state === 'deleting') return null;
  switch (after.power) {
    case 'running': {
      const isRebooting = cause?.kind === 'strike' || REBOOTING.has(cause?.action ?? '');
      return after.state === 'updating' && isRebooting ? 0 : 1;
    }
    case 'starting':
      return last === 0 ? 0 : null;
    case 'stopped':
      // Who stops a machine by way of Azure sees it stopping first.
      return before?.power === 'running' || before?.power === 'starting' || last === 0 ? 0 : null;
    case 'stopping':
    case 'deallocating':
    case 'deallocated':
    case null:
      return null;
  }
}

function note(points: AvailabilityPoint[], at: Instant, before: Signal, after: Signal): void {
  const last = points.at(-1);
  const up = (last?.up ?? 0) + Number(after === 1) - Number(before === 1);
  const down = (last?.down ?? 0) + Number(after === 0) - Number(before === 0);
  if (last?.at === at) points[points.length - 1] = { at, up, down };
  else points.push({ at, up, down });
}
