import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  gatewayJson,
  nextLink,
  type Operation,
  readAfterNumber,
  type ResourceType,
} from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import type { Services } from '../../services.ts';
import { findActivity } from './activity-log.ts';
import { EVENT_MEMBERS, eventBody } from './event-body.ts';
import { readActivityFilter } from './read-filter.ts';

/** Azure does not say how long its pages are. Inferred. */
const PAGE_COUNT = 200;

const PROVIDER = 'Microsoft.Insights';

/** The activity log. Source: the specification's activityLogs_API.json and eventCategories_API.json. */
export const activityLogOperations: readonly Operation<Services>[] = [
  {
    operationId: 'ActivityLogs_List',
    method: 'GET',
    path: `/subscriptions/{subscriptionId}/providers/${PROVIDER}/eventtypes/management/values`,
    longRunning: false,
    handle: listActivity,
  },
  {
    operationId: 'EventCategories_List',
    method: 'GET',
    path: `/providers/${PROVIDER}/eventcategories`,
    longRunning: false,
    async handle() {
      const value = CATEGORIES.map((name) => ({ value: name, localizedValue: name }));
      return compact({ value });
    },
  },
];

/** Folders of the specification repository, and recorded provider metadata. */
const API_VERSIONS = ['2014-04-01', '2014-11-01', '2015-04-01', '2017-03-01-preview'];

export const activityLogResourceTypes: readonly ResourceType[] = [
  { namespace: PROVIDER, type: 'eventtypes', apiVersions: API_VERSIONS, locations: [] },
  { namespace: PROVIDER, type: 'eventcategories', apiVersions: ['2015-04-01'], locations: [] },
];

/** Source: Microsoft Learn, "Azure activity log event schema", categories. */
const CATEGORIES = [
  'Administrative',
  'Security',
  'ServiceHealth',
  'Alert',
  'Recommendation',
  'Policy',
  'Autoscale',
  'ResourceHealth',
];

async function listActivity(request: ArmRequest, services: Services): Promise<ArmReply> {
  const { query, params } = request;
  const members = readSelect(query['$select']);
  const filter = readActivityFilter(query['$filter'], services.longRunning.now());
  const events = await findActivity(services, params['subscriptionId'] ?? '', filter);
  // How many are left and not how many were shown: what has happened meanwhile comes before them.
  const left = Math.min(readAfterNumber(request) ?? events.length, events.length);
  const page = events.slice(events.length - left).slice(0, PAGE_COUNT);
  const { tenantId } = services.directory;
  const after = left - page.length;
  return compact({
    value: page.map((event) => selected(eventBody(event, tenantId), members)),
    ...(after > 0 ? { nextLink: nextLink(request, { after }) } : {}),
  });
}

/** Throws BadRequest for a name that no event has. Undefined: all members. */
function readSelect(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const asked = text.split(',').map((name) => name.trim());
  return new Set(
    asked.map((name) => {
      const known = EVENT_MEMBERS.find((member) => member.toLowerCase() === name.toLowerCase());
      if (known === undefined) throw armErrors.activitySelectInvalid(name);
      return known;
    }),
  );
}

function selected(body: JsonObject, members: ReadonlySet<string> | undefined): JsonObject {
  if (members === undefined) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => members.has(name)));
}

function compact(body: object): ArmReply {
  return { httpStatus: 200, speaker: 'provider', body: { bytes: gatewayJson(body) } };
}
