import { ACTIVITY_RETENTION, armErrors } from '../../../arm/index.ts';
import { type Instant, parseInstant, sameName } from '../../../base/index.ts';
import type { ActivityEvent } from './event.ts';

/** What `$filter` asks for. */
export interface ActivityFilter {
  readonly from: Instant;
  readonly to: Instant;
  /** Whether what an event is about, and who caused it, is what is asked for. */
  isAbout(event: ActivityEvent): boolean;
  /** Whether it ended as is asked for. */
  isSuch(event: ActivityEvent): boolean;
}

type Test = (event: ActivityEvent) => boolean;

/** The properties that differ between the events of one write. */
const OF_OUTCOME = new Set(['status', 'level', 'levels']);

/** More clauses than Azure knows properties. */
const CLAUSES_MAX = 12;

/**
 * Reads `eventTimestamp ge '…' and eventTimestamp le '…' and resourceGroupName eq '…'` and the like;
 * quotes may be left out. Throws BadRequest for what is not understood, so that nothing is silently
 * left unfiltered. Source: Microsoft Learn, "Activity Logs - List"; what az, PowerShell and users of
 * the API send (resourceId, caller, status, levels, eventChannels) is not on that page.
 */
export function readActivityFilter(text: string | undefined, now: Instant): ActivityFilter {
  if (text === undefined || text.trim() === '') throw armErrors.activityFilterMissing();
  let from: Instant | undefined;
  let to = now;
  const subject: Test[] = [];
  const outcome: Test[] = [];
  for (const { name, operator, value } of readClauses(text)) {
    if (name === 'eventtimestamp') {
      const instant = parseInstant(value) ?? parseInstant(`${value}Z`);
      if (instant === undefined || operator === 'eq') throw armErrors.activityFilterInvalid(text);
      if (operator === 'ge') from = instant;
      else to = instant;
      continue;
    }
    const test = operator === 'eq' ? testOf(name, value) : undefined;
    if (test === undefined) throw armErrors.activityFilterInvalid(text);
    (OF_OUTCOME.has(name) ? outcome : subject).push(test);
  }
  if (from === undefined) throw armErrors.activityFilterInvalid(text);
  if (from < now - ACTIVITY_RETENTION) throw armErrors.activityTooOld();
  if (from > to) throw armErrors.activityFilterInvalid(text);
  return {
    from,
    to,
    isAbout: (event) => subject.every((test) => test(event)),
    isSuch: (event) => outcome.every((test) => test(event)),
  };
}

interface Clause {
  /** In lower case. */
  readonly name: string;
  readonly operator: 'ge' | 'le' | 'eq';
  readonly value: string;
}

function readClauses(text: string): readonly Clause[] {
  const clauses: Clause[] = [];
  const pattern = /\s*(\w+)\s+(ge|le|eq)\s+(?:'((?:[^']|'')*)'|([^\s']+))\s*(?:(and)\s|$)/iy;
  let goesOn = true;
  while (goesOn) {
    const match = pattern.exec(text);
    if (!match || clauses.length >= CLAUSES_MAX) throw armErrors.activityFilterInvalid(text);
    const [, name = '', operator = '', quoted, plain = '', and] = match;
    clauses.push({
      name: name.toLowerCase(),
      operator: operator.toLowerCase() as Clause['operator'],
      value: quoted?.replaceAll("''", "'") ?? plain,
    });
    goesOn = and !== undefined;
  }
  if (pattern.lastIndex < text.length) throw armErrors.activityFilterInvalid(text);
  return clauses;
}

/** Undefined when events cannot be filtered by it. */
function testOf(name: string, value: string): Test | undefined {
  switch (name) {
    case 'resourcegroupname':
      return (event) => sameName(event.resourceGroupName, value);
    case 'resourceuri':
    case 'resourceid':
      return ({ resourceId }) => isAtOrBelow(resourceId, value);
    case 'resourceprovider':
      return (event) => sameName(event.namespace, value);
    case 'resourcetype':
      return (event) => sameName(event.resourceType, value);
    case 'correlationid':
      return (event) => sameName(event.correlationId, value);
    case 'caller':
      return (event) => sameName(event.caller, value);
    case 'status':
      return (event) => sameName(event.status, value);
    case 'category':
      return (event) => sameName(event.category, value);
    case 'levels':
    case 'level':
      return (event) => value.split(',').some((level) => sameName(event.level, level.trim()));
    case 'eventchannels': {
      const wanted = value.split(',').map((channel) => channel.trim().toLowerCase());
      return ({ channels }) => channels.some((channel) => wanted.includes(channel.toLowerCase()));
    }
    default:
      return undefined;
  }
}

/** What was done to a part is something that happened to the whole. */
function isAtOrBelow(resourceId: string, value: string): boolean {
  const asked = `/${value.split('/').filter(Boolean).join('/')}`.toLowerCase();
  const id = resourceId.toLowerCase();
  return id === asked || id.startsWith(`${asked}/`);
}
