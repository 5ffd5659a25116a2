import {
  guidFromText,
  type Instant,
  type Micros,
  MICROS_PER_SECOND,
  NEVER,
} from '../base/index.ts';
import {
  DELETE,
  DELETING,
  REDEPLOY,
  REIMAGE,
  REIMAGE_ALL,
  RESTART,
  RUNNING,
  UPDATE,
} from './codes.ts';
import { openOperationAt } from './operations.ts';
import { profileOf } from './phases.ts';
import type { ScaleSet } from './scale-set.ts';
import { setState, setUpdating } from './transitions.ts';
import type { ScheduledEventView, ScheduledEventsView } from './types.ts';

/**
 * What a machine is told that will happen to it, as its metadata service says it. Few machines are
 * told anything, so it stands in a map by instance id.
 */
export interface Notices {
  /** Grows whenever the events change. */
  readonly incarnation: number;
  readonly events: readonly Notice[];
}

export interface Notice {
  /** Counts the events of the set. */
  readonly number: number;
  readonly type: ScheduledEventView['type'];
  readonly status: ScheduledEventView['status'];
  readonly notBefore: Instant;
  /** The index of the operation that it is about; of a Preempt event that has not started, of its wave. */
  readonly operation: number;
  /** What the operation of a Preempt event is made of; empty for others. */
  readonly operationId: string;
}

const MINUTE: Micros = 60 * MICROS_PER_SECOND;

/** The least notice of each type (documented: "Event scheduling"). */
const REBOOT_NOTICE = 15 * MINUTE;
const REDEPLOY_NOTICE = 10 * MINUTE;

/** The events of a machine; undefined for a machine that was never told anything. */
export function scheduledEventsOf(set: ScaleSet, instanceId: number): ScheduledEventsView {
  const notices = set.notices.get(instanceId);
  return {
    incarnation: notices?.incarnation ?? 1,
    events: (notices?.events ?? []).map(({ number, type, status, notBefore }) => ({
      eventId: eventId(set, number),
      type,
      status,
      notBefore,
    })),
  };
}

/** The events of these ids, in any case; undefined when one of them is none of the machine's. */
export function findNotices(
  set: ScaleSet,
  instanceId: number,
  eventIds: readonly string[],
): readonly Notice[] | undefined {
  const events = set.notices.get(instanceId)?.events ?? [];
  const found = eventIds.map((id) =>
    events.find(({ number }) => eventId(set, number) === id.toLowerCase()),
  );
  return found.every((event) => event !== undefined) ? found : undefined;
}

/** Tells a machine something. */
export function addNotice(
  set: ScaleSet,
  instanceId: number,
  notice: Omit<Notice, 'number'>,
): number {
  const number = set.nextNotice;
  set.nextNotice += 1;
  const events = set.notices.get(instanceId)?.events ?? [];
  write(set, instanceId, [...events, { ...notice, number }]);
  return number;
}

/** What was announced begins, as an operation. False when it is not announced any more. */
export function startNotice(
  set: ScaleSet,
  instanceId: number,
  number: number,
  operation: number,
): boolean {
  const events = set.notices.get(instanceId)?.events ?? [];
  const at = events.findIndex((event) => event.number === number && event.status === 'Scheduled');
  const event = events[at];
  if (event === undefined) return false;
  write(set, instanceId, events.with(at, { ...event, status: 'Started', operation }));
  return true;
}

/** What an operation has done to a machine is over, or given up. */
export function endNotices(set: ScaleSet, instanceId: number, operation: number): void {
  const events = set.notices.get(instanceId)?.events;
  if (events === undefined) return;
  const left = events.filter(
    (event) => event.operation !== operation || isAnnouncedEviction(event),
  );
  if (left.length < events.length) write(set, instanceId, left);
}

/**
 * Lets a machine know before a step begins, when its model says so, and holds the step back until it
 * says yes or its time is over. False when the step can begin at once.
 */
export function holdForNotice(
  set: ScaleSet,
  slot: number,
  { phase, operation }: { readonly phase: number; readonly operation: number },
  at: Instant,
): boolean {
  const wanted = noticeFor(set, slot, phase, operation);
  const { instances } = set;
  // Who does not run hears nothing. Inferred.
  if (wanted === null || instances.power(slot) !== RUNNING) return false;
  const instanceId = instances.instanceId(slot);
  const known = set.notices.get(instanceId)?.events.find((event) => event.operation === operation);
  // It has said yes, or is evicted, which waits for nobody.
  if (known?.status === 'Started') return false;
  const notBefore = known?.notBefore ?? at + wanted.wait;
  const isHeld = notBefore > at;
  if (known === undefined) {
    const status = isHeld ? 'Scheduled' : 'Started';
    addNotice(set, instanceId, {
      type: wanted.type,
      status,
      notBefore,
      operation,
      operationId: '',
    });
  }
  if (!isHeld) return false;
  if (phase === DELETE) setState(set, slot, DELETING);
  else setUpdating(set, slot, phase);
  instances.setPhase(slot, phase);
  set.queue.schedule(slot, notBefore);
  const owner = openOperationAt(set, operation);
  if (owner !== undefined && owner.expectedEnd < notBefore) owner.expectedEnd = notBefore;
  return true;
}

/** Whether the step of a machine was held back until now, and can begin. */
export function endHold(set: ScaleSet, slot: number): boolean {
  const { instances } = set;
  const instanceId = instances.instanceId(slot);
  const held = heldBy(set, instanceId, instances.operation(slot));
  if (held === undefined) return false;
  // What begins now may never end: it must not be due when it would have begun.
  if (instances.due(slot) !== NEVER) set.queue.schedule(slot, NEVER);
  return startNotice(set, instanceId, held.number, held.operation);
}

/** Another operation takes over what one has begun with a machine: that it goes stays announced. */
export function passNotices(
  set: ScaleSet,
  slot: number,
  operation: number,
  newer: number | null,
): void {
  const instanceId = set.instances.instanceId(slot);
  const events = set.notices.get(instanceId)?.events;
  if (events === undefined) return;
  const at = events.findIndex(
    (event) => event.operation === operation && event.type === 'Terminate',
  );
  const event = events[at];
  if (event === undefined || newer === null) endNotices(set, instanceId, operation);
  else write(set, instanceId, events.with(at, { ...event, operation: newer }));
}

/** Whether what a machine was told still lies ahead. */
export function isAnnounced(set: ScaleSet, instanceId: number, number: number): boolean {
  const events = set.notices.get(instanceId)?.events ?? [];
  return events.some((event) => event.number === number && event.status === 'Scheduled');
}

function heldBy(set: ScaleSet, instanceId: number, operation: number): Notice | undefined {
  return set.notices
    .get(instanceId)
    ?.events.find(
      (event) =>
        event.status === 'Scheduled' && event.operation === operation && event.type !== 'Preempt',
    );
}

/** What is said before a step, and how long it then waits; null when nothing is said. */
function noticeFor(
  set: ScaleSet,
  slot: number,
  phase: number,
  operation: number,
): { readonly type: Notice['type']; readonly wait: Micros } | null {
  const { terminateNotice, reimageNotice } = profileOf(set, slot).facts;
  const { userReboots, userRedeploys } = set.facts;
  switch (phase) {
    case DELETE:
      return terminateNotice === null ? null : { type: 'Terminate', wait: terminateNotice };
    case REIMAGE:
    case REIMAGE_ALL:
      return reimageNotice === null ? null : { type: 'Reimage', wait: reimageNotice };
    case UPDATE: {
      const isOsUpgrade = set.rolling?.kind === 'os' && set.rolling.operation === operation;
      return reimageNotice === null || !isOsUpgrade
        ? null
        : { type: 'Reimage', wait: reimageNotice };
    }
    case RESTART:
      return userReboots === null
        ? null
        : { type: 'Reboot', wait: userReboots === 'approved' ? 0 : REBOOT_NOTICE };
    case REDEPLOY:
      return userRedeploys === null
        ? null
        : { type: 'Redeploy', wait: userRedeploys === 'approved' ? 0 : REDEPLOY_NOTICE };
    default:
      return null;
  }
}

/** Its operation is the wave's, which is not what happens to the machine yet. */
function isAnnouncedEviction({ type, status }: Notice): boolean {
  return type === 'Preempt' && status === 'Scheduled';
}

function write(set: ScaleSet, instanceId: number, events: readonly Notice[]): void {
  const incarnation = (set.notices.get(instanceId)?.incarnation ?? 1) + 1;
  set.notices.set(instanceId, { incarnation, events });
}

function eventId(set: ScaleSet, number: number): string {
  return guidFromText(`${set.genesis.uniqueId}/events/${number}`);
}
