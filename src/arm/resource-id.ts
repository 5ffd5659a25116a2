import { foldCase } from '../base/index.ts';
import { splitPath } from './request-target.ts';

/** An Azure resource id, or the id of a subscription or resource group. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroupName?: string;
  /** `Microsoft.Compute`, in the client's casing. */
  readonly namespace?: string;
  /** `['virtualMachineScaleSets', 'virtualMachines']`, in the client's casing. */
  readonly types: readonly string[];
  /** `['web', '3']`, as long as `types`. */
  readonly names: readonly string[];
}

/**
 * Reads a resource id in any casing, with doubled and trailing slashes and percent-encoding.
 * Undefined when it is none; throws InvalidRequestUri when it cannot be decoded.
 *
 * ```ts
 * const id = parseResourceId('/SUBSCRIPTIONS/1//resourcegroups/rg/');
 * formatResourceId(id!); // '/subscriptions/1/resourceGroups/rg'
 * ```
 */
export function parseResourceId(text: string): ResourceId | undefined {
  const segments = splitPath(text);
  const [root, subscriptionId] = segments;
  if (!isWord(root, 'subscriptions') || subscriptionId === undefined) return undefined;
  let next = 2;
  let resourceGroupName: string | undefined;
  if (isWord(segments[next], 'resourcegroups')) {
    resourceGroupName = segments[next + 1];
    if (resourceGroupName === undefined) return undefined;
    next += 2;
  }
  const scope = {
    subscriptionId,
    ...(resourceGroupName === undefined ? {} : { resourceGroupName }),
  };
  if (next === segments.length) return { ...scope, types: [], names: [] };
  const namespace = segments[next + 1];
  if (!isWord(segments[next], 'providers') || namespace === undefined) return undefined;
  const rest = segments.slice(next + 2);
  if (rest.length === 0 || rest.length % 2 === 1) return undefined;
  return {
    ...scope,
    namespace,
    types: rest.filter((_, index) => index % 2 === 0),
    names: rest.filter((_, index) => index % 2 === 1),
  };
}

/**
 * Writes an id as Azure does: its own words in Azure's casing, names as they are. Namespace and types
 * are written as given; whoever knows a type's casing puts it in.
 */
export function formatResourceId(id: ResourceId): string {
  let text = `/subscriptions/${id.subscriptionId}`;
  if (id.resourceGroupName !== undefined) text += `/resourceGroups/${id.resourceGroupName}`;
  if (id.namespace !== undefined) text += `/providers/${id.namespace}`;
  id.types.forEach((type, index) => {
    text += `/${type}/${id.names[index] ?? ''}`;
  });
  return text;
}

/** The key under which all spellings of an id are one id: lower case, canonical slashes. */
export function resourceKey(id: ResourceId | string): string {
  return foldCase(typeof id === 'string' ? `/${splitPath(id).join('/')}` : formatResourceId(id));
}

/** The key of a resource group, under which its document is kept. */
export function resourceGroupKey(subscriptionId: string, resourceGroupName: string): string {
  return foldCase(`/subscriptions/${subscriptionId}/resourcegroups/${resourceGroupName}`);
}

function isWord(segment: string | undefined, word: string): boolean {
  return segment !== undefined && foldCase(segment) === word;
}
