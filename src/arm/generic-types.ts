import { foldCase } from '../base/index.ts';
import { armErrors } from './errors/index.ts';
import type { HttpMethod, Operation } from './types.ts';

/** What serves resources of types that nobody knows, in namespaces that Azure has. */
export interface GenericTypes<Services> {
  /** In Azure's casing. */
  readonly namespaces: readonly string[];
  /** One for each method that a resource has. */
  readonly resource: readonly Operation<Services>[];
  /** Of the resource group, or of the parent. */
  readonly list: Operation<Services>;
  readonly listAll: Operation<Services>;
}

export interface GenericMatch<Services> {
  readonly operation: Operation<Services>;
  readonly namespace: string;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * The operation for a path below `…/providers/{namespace}` of a group or subscription; undefined when
 * it has another form or the namespace is none of Azure's. Throws MethodNotAllowed.
 */
export function matchGeneric<Services>(
  { namespaces, resource, list, listAll }: GenericTypes<Services>,
  method: string,
  segments: readonly string[],
): GenericMatch<Services> | undefined {
  const providers = segments.findIndex((segment) => foldCase(segment) === 'providers');
  const inGroup = providers === 4 && foldCase(segments[2] ?? '') === 'resourcegroups';
  if (foldCase(segments[0] ?? '') !== 'subscriptions' || (!inGroup && providers !== 2)) {
    return undefined;
  }
  const asked = foldCase(segments[providers + 1] ?? '');
  const namespace = namespaces.find((name) => foldCase(name) === asked);
  const rest = segments.slice(providers + 2);
  const isNested = rest.some((segment) => foldCase(segment) === 'providers');
  if (namespace === undefined || rest.length === 0 || isNested) return undefined;
  const isOne = rest.length % 2 === 0;
  if (!inGroup && rest.length !== 1) return undefined;
  const rows = isOne ? resource : [inGroup ? list : listAll];
  const operation = rows.find((row) => row.method === method);
  if (!operation) throw armErrors.methodNotAllowed(method, methodsOf(rows));
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  return {
    operation,
    namespace,
    params: {
      subscriptionId: segments[1] ?? '',
      ...(inGroup ? { resourceGroupName: segments[3] ?? '' } : {}),
      resourceProviderNamespace: namespace,
      resourceType: types.join('/'),
      ...Object.fromEntries(names.map((name, index) => [`name${index}`, name])),
    },
  };
}

function methodsOf<Services>(rows: readonly Operation<Services>[]): readonly HttpMethod[] {
  return rows.map(({ method }) => method);
}
