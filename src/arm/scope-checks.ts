import { type HttpRequest, isJsonObject } from '../base/index.ts';
import type { Admitted, UnknownVersion } from './admission.ts';
import { ArmError } from './arm-error.ts';
import { armErrors } from './errors/index.ts';
import { normalizeLocation } from './location.ts';
import { parseJsonBody } from './request-json.ts';
import { parseResourceId } from './resource-id.ts';
import type { ResourceGroupFacts } from './types.ts';

/** What the front door has to look up. */
export interface GatewayLookups {
  findResourceGroup(
    subscriptionId: string,
    resourceGroupName: string,
  ): Promise<ResourceGroupFacts | undefined>;
  /** The location of a resource, by its id in any spelling. */
  findResourceLocation(resourceId: string): Promise<string | undefined>;
  isRegistered(subscriptionId: string, namespace: string): Promise<boolean>;
}

/** `/subscriptions/{s}/resourceGroups/{g}`. */
const GROUP_SEGMENTS = 4;

/** The front door's checks that need a look at what is there. */
export class ScopeChecks {
  readonly #lookups: GatewayLookups;

  constructor(lookups: GatewayLookups) {
    this.#lookups = lookups;
  }

  /** Refuses what is below a group that is not there, and writes below one that is being deleted. */
  async requireGroup<Services>(admitted: Admitted<Services>): Promise<void> {
    const { subscriptionId, resourceGroupName, operation, target } = admitted;
    if (subscriptionId === undefined || resourceGroupName === undefined) return;
    // The operations of the group itself say themselves what its absence means.
    if (target.segments.length <= GROUP_SEGMENTS) return;
    const group = await this.#lookups.findResourceGroup(subscriptionId, resourceGroupName);
    if (!group) throw armErrors.resourceGroupNotFound(resourceGroupName);
    if (group.deleting && (operation.method === 'PUT' || operation.method === 'PATCH')) {
      throw armErrors.resourceGroupBeingDeleted(group.name);
    }
  }

  /** Refuses writes in a namespace that the subscription is not registered for. */
  async requireRegistration<Services>({
    namespace,
    subscriptionId,
    operation,
  }: Admitted<Services>): Promise<void> {
    if (namespace === undefined || subscriptionId === undefined) return;
    if (operation.method === 'GET' || operation.method === 'HEAD') return;
    if (await this.#lookups.isRegistered(subscriptionId, namespace)) return;
    throw armErrors.missingSubscriptionRegistration(namespace);
  }

  /**
   * The location that the refusal of a version names: that of the path, the body, the resource or the
   * group; undefined for lists, which have none.
   */
  async locationOf<Services>(
    admitted: UnknownVersion<Services>['admitted'],
    request: HttpRequest,
  ): Promise<string | undefined> {
    const { params, subscriptionId = '', resourceGroupName } = admitted;
    const named = params['location'] ?? locationInBody(request);
    if (named !== undefined) return named;
    const id = resourcePath(admitted);
    if (resourceGroupName === undefined || parseResourceId(id)?.namespace === undefined) {
      return undefined;
    }
    const location = await this.#lookups.findResourceLocation(id);
    if (location !== undefined) return location;
    const group = await this.#lookups.findResourceGroup(subscriptionId, resourceGroupName);
    if (!group) throw armErrors.resourceGroupNotFound(resourceGroupName);
    return group.location;
  }
}

/** A GET of something below a resource group that has a name of its own. */
export function isNamedRead<Services>({
  operation,
  params,
  resourceGroupName,
}: Admitted<Services>): boolean {
  if (operation.method !== 'GET' || resourceGroupName === undefined) return false;
  for (const name in params) {
    if (name !== 'subscriptionId' && name !== 'resourceGroupName') return true;
  }
  return false;
}

/** Whether a provider says that what was named is not there. */
export function isMissingResource(error: unknown): boolean {
  return error instanceof ArmError && error.code === 'ResourceNotFound';
}

/** The path up to its last parameter, in lower case: the resource that a view or action is of. */
export function resourcePath<Services>({
  operation,
  target,
}: Pick<Admitted<Services>, 'operation' | 'target'>): string {
  const pattern = operation.path.split('/').filter((segment) => segment !== '');
  const last = pattern.findLastIndex((segment) => segment.startsWith('{'));
  return `/${target.segments.slice(0, last + 1).join('/')}`.toLowerCase();
}

function locationInBody(request: HttpRequest): string | undefined {
  if (request.method !== 'PUT') return undefined;
  const body = parseJsonBody(request.body);
  const location = isJsonObject(body) ? body['location'] : undefined;
  return typeof location === 'string' ? normalizeLocation(location) : undefined;
}
