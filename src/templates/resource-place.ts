import { ExpressionError } from './expression-error.ts';
import { resourceIdAt, scopeId } from './resource-ids.ts';
import type { DeploymentScope } from './types.ts';

/** What a resource says about where it stands; all of it optional. */
export interface GivenPlace {
  readonly scope: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly subscriptionId: string | undefined;
}

/**
 * Where a nested deployment runs. Source: deploy-to-resource-group, deploy-to-subscription:
 * `resourceGroup` and `subscriptionId` beside it, or `scope` with the id of a subscription.
 */
export function nestedScopeOf(place: GivenPlace, parent: DeploymentScope): DeploymentScope {
  if (place.scope !== undefined && place.scope !== '') return scopeOfId(place.scope);
  const subscriptionId = place.subscriptionId ?? parent.subscriptionId;
  if (place.resourceGroup !== undefined) {
    return { kind: 'resourceGroup', subscriptionId, resourceGroupName: place.resourceGroup };
  }
  return place.subscriptionId === undefined ? parent : { kind: 'subscription', subscriptionId };
}

function scopeOfId(id: string): DeploymentScope {
  const match = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?\/?$/i.exec(id);
  const [, subscriptionId, resourceGroupName] = match ?? [];
  if (subscriptionId === undefined) {
    throw new ExpressionError(
      `Deployments at the scope '${id}' are not supported by this emulator`,
    );
  }
  return resourceGroupName === undefined
    ? { kind: 'subscription', subscriptionId }
    : { kind: 'resourceGroup', subscriptionId, resourceGroupName };
}

/** The id of a resource: below its own scope when it extends another, else below the deployment's. */
export function placeResource(
  type: string,
  name: string,
  place: GivenPlace,
  nestedScope: DeploymentScope | undefined,
  deployment: DeploymentScope,
): string {
  const names = name.split('/');
  if (nestedScope) return resourceIdAt(scopeId(nestedScope), type, names);
  const own = nestedScopeOf({ ...place, scope: undefined }, deployment);
  if (place.scope === undefined || place.scope === '') {
    return resourceIdAt(scopeId(own), type, names);
  }
  // Source: scope-extension-resources: a full id (`/` is the tenant's), or one below the deployment.
  const scope = place.scope.startsWith('/')
    ? place.scope
    : `${scopeId(own)}/providers/${place.scope}`;
  return resourceIdAt(scope.replace(/\/+$/, ''), type, names);
}
