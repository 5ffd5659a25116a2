import { type ArmRequest, type HttpMethod, type Operation } from '../../arm/index.ts';
import { foldCase } from '../../base/index.ts';

/*
 * Roles are read and given at a scope: a subscription, a group, a resource, a part of one. A path of the
 * table has a fixed number of segments, so there is a row for each depth.
 */
const GROUP = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}';
const SCOPES = [
  '/subscriptions/{subscriptionId}',
  GROUP,
  `${GROUP}/providers/{scopeNamespace}/{scopeType}/{scopeName}`,
  `${GROUP}/providers/{scopeNamespace}/{scopeType}/{scopeName}/{childType}/{childName}`,
];

const AUTHORIZATION = '/providers/Microsoft.Authorization/';

interface ScopedRow<Services> {
  readonly operationId: string;
  readonly method: HttpMethod;
  /** After `Microsoft.Authorization/`. */
  readonly path: string;
  handle(request: ArmRequest, services: Services): ReturnType<Operation<Services>['handle']>;
}

/** A row for each depth; those of the table have ids that differ by their scope. */
export function atScopes<Services>(row: ScopedRow<Services>): readonly Operation<Services>[] {
  const names = ['ForSubscription', 'ForResourceGroup', 'ForResource', 'ForChild'];
  return SCOPES.map((scope, at) => ({
    operationId: `${row.operationId}${names[at]}`,
    method: row.method,
    path: `${scope}${AUTHORIZATION}${row.path}`,
    longRunning: false,
    handle: (request, services) => row.handle(request, services),
  }));
}

/** The scope of a request's path, as the client wrote it. */
export function scopeOf({ path }: Pick<ArmRequest, 'path'>): string {
  const end = foldCase(path).lastIndexOf(foldCase(AUTHORIZATION));
  return path.slice(0, end).replaceAll(/\/{2,}/g, '/');
}

/** Whether something at `scope` counts at `id`: it is that, or something that `id` lies in. */
export function covers(scope: string, id: string): boolean {
  const [outer, inner] = [foldCase(scope), foldCase(id)];
  return inner === outer || inner.startsWith(`${outer}/`);
}
