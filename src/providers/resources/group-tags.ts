import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  checkTags,
  type Operation,
  readTags,
} from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonValue } from '../../base/index.ts';
import type { Services } from '../services.ts';
import { groupId } from './group-body.ts';
import { requireObject } from './group-rules.ts';
import { requireGroup } from './read-groups.ts';
import { emptyReply, gatewayReply } from './replies.ts';
import type { ResourceGroup } from './resource-groups.ts';

const PATH =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Resources/tags/default';

export type Tags = Readonly<Record<string, string>>;

export const getGroupTags: Operation<Services> = {
  operationId: 'Tags_GetAtScope',
  method: 'GET',
  path: PATH,
  longRunning: false,
  async handle(request, services) {
    return gatewayReply(200, tagsBody(await requireGroup(request, services)));
  },
};

export const putGroupTags: Operation<Services> = {
  operationId: 'Tags_CreateOrUpdateAtScope',
  method: 'PUT',
  path: PATH,
  longRunning: false,
  async handle(request, services) {
    const tags = tagsOfBody(request.json());
    return await changeTags(request, services, () => tags);
  },
};

export const patchGroupTags: Operation<Services> = {
  operationId: 'Tags_UpdateAtScope',
  method: 'PATCH',
  path: PATH,
  longRunning: false,
  async handle(request, services) {
    const body = request.json();
    patchedTags(body, {});
    return await changeTags(request, services, (current) => patchedTags(body, current));
  },
};

export const deleteGroupTags: Operation<Services> = {
  operationId: 'Tags_DeleteAtScope',
  method: 'DELETE',
  path: PATH,
  longRunning: false,
  async handle(request, services) {
    await changeTags(request, services, () => ({}));
    return emptyReply(200);
  },
};

/** What a PATCH makes of the tags that are there. Throws for an operation that is none. */
export function patchedTags(body: JsonValue | undefined, current: Tags): Tags {
  const tags = tagsOfBody(body);
  const operation = isJsonObject(body) ? body['operation'] : undefined;
  const combine = typeof operation === 'string' ? COMBINE[foldCase(operation)] : undefined;
  if (!combine) {
    throw armErrors.invalidRequestContent(
      "Error converting value to type 'TagsPatchOperation'. Path 'operation'.",
    );
  }
  return combine(current, tags);
}

/** Merge, Replace and Delete of the specification; names are one name in any casing. */
const COMBINE: Readonly<Record<string, (current: Tags, given: Tags) => Tags>> = {
  merge: (current, given) => ({ ...without(current, () => true, given), ...given }),
  replace: (_current, given) => given,
  delete: (current, given) =>
    without(current, (value, givenValue) => givenValue === '' || value === givenValue, given),
};

/** The tags that are not among the given ones, or differ from them as `drops` says. */
function without(
  current: Tags,
  drops: (value: string, givenValue: string) => boolean,
  given: Tags,
): Tags {
  const byKey = new Map(Object.entries(given).map(([name, value]) => [foldCase(name), value]));
  return Object.fromEntries(
    Object.entries(current).filter(([name, value]) => {
      const givenValue = byKey.get(foldCase(name));
      return givenValue === undefined || !drops(value, givenValue);
    }),
  );
}

async function changeTags(
  { params }: ArmRequest,
  { resourceGroups }: Services,
  change: (current: Tags) => Tags,
): Promise<ArmReply> {
  const name = params['resourceGroupName'] ?? '';
  const group = await resourceGroups.change(params['subscriptionId'] ?? '', name, (current) => {
    if (!current) throw armErrors.resourceGroupNotFound(name);
    if (current.deletingSince !== undefined) throw armErrors.resourceGroupBeingDeleted(name);
    const tags = change(current.tags ?? {});
    checkTags(tags);
    return { ...current, tags };
  });
  return gatewayReply(200, tagsBody(group));
}

export function tagsOfBody(body: JsonValue | undefined): Tags {
  const properties = requireObject(body)['properties'];
  return readTags(requireObject(properties)['tags']) ?? {};
}

function tagsBody(group: ResourceGroup): Record<string, unknown> {
  return {
    id: `${groupId(group)}/providers/Microsoft.Resources/tags/default`,
    name: 'default',
    type: 'Microsoft.Resources/tags',
    properties: { tags: group.tags ?? {} },
  };
}
