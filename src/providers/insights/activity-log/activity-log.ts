import {
  ACTIVITY_COLLECTIONS,
  type ActivityEnd,
  type ActivityEntry,
  activityKey,
  type NotedEnd,
} from '../../../arm/index.ts';
import { type Instant, MICROS_PER_SECOND } from '../../../base/index.ts';
import type { Services } from '../../services.ts';
import { type ActivityEvent, type Ending, eventsOfAutoscale, eventsOfRequest } from './event.ts';
import type { ActivityFilter } from './read-filter.ts';

const [ENTRIES, ENDS] = ACTIVITY_COLLECTIONS;

/** Documents that are read at once. */
const PAGE_COUNT = 500;

/** Ends are found of what was begun up to so long before the time that is asked for. */
const LONGEST_OPERATION = 2 * 86_400 * MICROS_PER_SECOND;

type LogServices = Pick<Services, 'store' | 'fleet' | 'longRunning' | 'turn'>;

/** The events of a subscription that a filter asks for, newest first. */
export async function findActivity(
  services: LogServices,
  subscriptionId: string,
  filter: ActivityFilter,
): Promise<readonly ActivityEvent[]> {
  const found: ActivityEvent[] = [];
  const now = services.longRunning.now();
  for await (const entry of entriesBack(services, subscriptionId, filter)) {
    // How it ended is asked for only where it can matter.
    if (!eventsOf(entry, NOT_YET).some(filter.isAbout)) continue;
    const ending = await endingOf(services, entry, now);
    for (const event of eventsOf(entry, ending)) {
      const isInTime = event.at >= filter.from && event.at <= filter.to;
      if (isInTime && filter.isSuch(event)) found.push(event);
    }
  }
  return newestFirst(found);
}

const NOT_YET: Ending = null;

/** By time; within an instant what belongs together stays together, with its end first. */
function newestFirst(events: readonly ActivityEvent[]): readonly ActivityEvent[] {
  const order = { Started: 0, Accepted: 1, Succeeded: 2, Failed: 2 } as const;
  return events.toSorted(
    (a, b) =>
      b.at - a.at ||
      (a.operationId < b.operationId ? -1 : a.operationId > b.operationId ? 1 : 0) ||
      order[b.status] - order[a.status],
  );
}

async function* entriesBack(
  { store, turn }: LogServices,
  subscriptionId: string,
  { from, to }: ActivityFilter,
): AsyncGenerator<ActivityEntry> {
  let after = activityKey(subscriptionId, to);
  const prefix = after.slice(0, after.indexOf('/') + 1);
  for (;;) {
    const documents = await store.listDocuments(ENTRIES, { prefix, after, limit: PAGE_COUNT });
    for (const { value } of documents) {
      const entry = JSON.parse(value) as ActivityEntry;
      if (entry.at < from - LONGEST_OPERATION) return;
      yield entry;
    }
    const last = documents.at(-1)?.key;
    if (last === undefined || documents.length < PAGE_COUNT) return;
    after = last;
    await turn();
  }
}

function eventsOf(entry: ActivityEntry, ending: Ending): readonly ActivityEvent[] {
  return entry.kind === 'request'
    ? eventsOfRequest(entry, ending)
    : eventsOfAutoscale(entry, ending);
}

function endingOf(services: LogServices, entry: ActivityEntry, now: Instant): Promise<Ending> {
  if (entry.kind === 'request') return endingAt(services, entry.end, now);
  const { targetOperationId: operationId } = entry;
  return endingAt(services, operationId === null ? null : { kind: 'operation', operationId }, now);
}

async function endingAt(
  { store, fleet }: LogServices,
  end: ActivityEnd | null,
  now: Instant,
): Promise<Ending> {
  switch (end?.kind) {
    case 'at':
      return end.at <= now ? { at: end.at, failure: null } : null;
    case 'noted': {
      const document = await store.getDocument(ENDS, end.key);
      return document === undefined ? null : (JSON.parse(document.value) as NotedEnd);
    }
    case 'operation': {
      const operation = (await fleet.findOperation(end.operationId))?.operation;
      if (!operation || operation.endedAt === null) return null;
      const { failure, endedAt } = operation;
      return {
        at: endedAt,
        failure: failure && {
          code: failure.code ?? 'InternalExecutionError',
          message: failure.message,
        },
      };
    }
    case undefined:
      return null;
  }
}
