import type { DeploymentScope } from './types.ts';

/** The id under which a deployment's resources stand. */
export function scopeId(scope: DeploymentScope): string {
  return scope.kind === 'resourceGroup'
    ? `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroupName}`
    : `/subscriptions/${scope.subscriptionId}`;
}

/**
 * The id of a resource below a scope: each segment of its type with its name. A resource group
 * stands below its subscription without a provider.
 */
export function resourceIdAt(scope: string, type: string, names: readonly string[]): string {
  if (/^microsoft\.resources\/resourcegroups$/i.test(type)) {
    return `${subscriptionOf(scope)}/resourceGroups/${names.join('/')}`;
  }
  return `${scope}/providers/${relativeId(type, names)}`;
}

/** `Microsoft.Network/virtualNetworks/vnet1/subnets/subnet1`. */
export function relativeId(type: string, names: readonly string[]): string {
  const [namespace = '', ...types] = type.split('/');
  return [namespace, ...types.flatMap((segment, index) => [segment, names[index] ?? ''])].join('/');
}

function subscriptionOf(scope: string): string {
  return /^\/subscriptions\/[^/]+/i.exec(scope)?.[0] ?? '';
}

/**
 * The key under which all spellings of an id are one id. `subscriptionResourceId()` writes resource
 * groups with a provider; in the id of the resource itself they have none.
 */
export function idKey(id: string): string {
  return id
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace('/providers/microsoft.resources/resourcegroups/', '/resourcegroups/');
}

/** The part behind the last `/providers/`: `Microsoft.Compute/virtualMachines/vm1`. */
export function shortId(id: string): string {
  const at = id.toLowerCase().lastIndexOf('/providers/');
  return at === -1 ? id : id.slice(at + '/providers/'.length);
}

/** Type and name of a relative id; undefined when types and names do not come in pairs. */
export function splitRelativeId(text: string): { type: string; names: string[] } | undefined {
  const [namespace = '', ...rest] = text.split('/');
  if (!namespace.includes('.') || rest.length === 0 || rest.length % 2 === 1) return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  return {
    type: [namespace, ...types].join('/'),
    names: rest.filter((_, index) => index % 2 === 1),
  };
}
