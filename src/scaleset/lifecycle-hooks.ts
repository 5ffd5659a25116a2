import { guidFromText, type Instant } from '../base/index.ts';
import { addToAgenda } from './agenda.ts';
import type { ScaleSet } from './scale-set.ts';
import type { HookAnswer, HookEventView, HookTarget, LifecycleHook } from './hook-types.ts';
import type { Command, Refusal } from './types.ts';

/** An event of a lifecycle hook, as far as it was answered. */
export type HookEvent = HookEventView & {
  /** The index of the operation of the rolling upgrade that waits for it. */
  readonly operation: number;
};

/** Events that a set remembers when they are over; how long Azure keeps them is not documented. */
const COMPLETED_MAX = 20;

/** Raises an event that waits for an answer, and for the end of its time. */
export function raiseHookEvent(
  set: ScaleSet,
  hook: LifecycleHook,
  event: Pick<HookEvent, 'operation' | 'createdAt'> & { targets: readonly HookTarget['of'][] },
): void {
  const { operation, createdAt, targets } = event;
  const name = guidFromText(`${set.genesis.uniqueId}/hook/${set.hookEventCount}`);
  const waitUntil = createdAt + hook.wait;
  set.hookEventCount += 1;
  const over = set.hookEvents.filter((item) => !isActive(item)).slice(-COMPLETED_MAX);
  set.hookEvents = [
    ...set.hookEvents.filter((item) => isActive(item) || over.includes(item)),
    {
      name,
      type: hook.type,
      createdAt,
      waitUntil,
      maxWaitUntil: createdAt + hook.maxWait,
      defaultAction: hook.defaultAction,
      targets: targets.map((of) => ({ of, state: 'Waiting' })),
      operation,
    },
  ];
  addToAgenda(set, { kind: 'hookEvent', due: waitUntil, name });
}

/** By its name, which is matched without regard to case. */
export function findHookEvent(set: ScaleSet, name: string): HookEvent | undefined {
  const key = name.toLowerCase();
  return set.hookEvents.find((event) => event.name === key);
}

/** Whether somebody has yet to answer it. */
function isActive({ targets }: HookEventView): boolean {
  return targets.some(({ state }) => state === 'Waiting');
}

type Update = Extract<Command, { kind: 'updateHookEvent' }>;

export function checkHookUpdate(set: ScaleSet, command: Update): Refusal | null {
  const event = findHookEvent(set, command.name);
  if (event === undefined) return { reason: 'UnknownHookEvent' };
  if (!isActive(event)) return { reason: 'HookEventCompleted' };
  for (const { of, state } of command.answers) {
    const target = event.targets.find((item) => item.of === of);
    if (target === undefined) return { reason: 'UnknownHookTarget' };
    if (target.state !== 'Waiting' && target.state !== state) {
      return { reason: 'HookEventCompleted' };
    }
  }
  const { waitUntil } = command;
  const isTooFar = waitUntil !== null && waitUntil > event.maxWaitUntil;
  const isPast = waitUntil !== null && waitUntil <= command.at;
  return isTooFar || isPast ? { reason: 'HookWaitOutOfRange' } : null;
}

/** Takes answers and another length of time; the event when it is complete by that. */
export function updateHookEvent(set: ScaleSet, command: Update): HookEvent | null {
  const event = findHookEvent(set, command.name);
  if (event === undefined) return null;
  const waitUntil = command.waitUntil ?? event.waitUntil;
  const updated = write(set, { ...event, waitUntil, targets: answered(event, command.answers) });
  if (!isActive(updated)) return updated;
  // The one that is on the agenda finds that there is more time.
  if (waitUntil !== event.waitUntil) {
    addToAgenda(set, { kind: 'hookEvent', due: waitUntil, name: event.name });
  }
  return null;
}

/** The time of an event is up: what was not answered is what the hook says. Null when it is not up. */
export function timeOutHookEvent(set: ScaleSet, name: string, at: Instant): HookEvent | null {
  const event = findHookEvent(set, name);
  if (event === undefined || !isActive(event) || event.waitUntil > at) return null;
  return close(set, event, event.defaultAction === 'Approve' ? 'Approved' : 'Rejected');
}

/** Nobody waits for the events of an upgrade any more that is over. */
export function abandonHookEvents(set: ScaleSet, operation: number): void {
  for (const event of set.hookEvents) {
    if (event.operation === operation && isActive(event)) close(set, event, 'Rejected');
  }
}

function close(set: ScaleSet, event: HookEvent, state: HookAnswer): HookEvent {
  const targets = event.targets.map((target) =>
    target.state === 'Waiting' ? { ...target, state } : target,
  );
  return write(set, { ...event, targets });
}

function answered({ targets }: HookEvent, answers: Update['answers']): readonly HookTarget[] {
  const states = new Map(answers.map(({ of, state }) => [of, state]));
  return targets.map((target) => ({ ...target, state: states.get(target.of) ?? target.state }));
}

function write(set: ScaleSet, event: HookEvent): HookEvent {
  set.hookEvents = set.hookEvents.map((item) => (item.name === event.name ? event : item));
  return event;
}
