import type { DeclaredResource } from './declared-resource.ts';
import type { Dependencies } from './dependencies.ts';
import type { DependencyTarget, DeploymentDependency, DeploymentProvider } from './types.ts';

/** `properties.dependencies` of a deployment. Source: shared/azure/model-defaults.md (recorded). */
export function describeDependencies(dependencies: Dependencies): DeploymentDependency[] {
  const known = new Map<DeclaredResource, DependencyTarget>();
  const targetOf = (resource: DeclaredResource): DependencyTarget =>
    entry(known, resource, () => ({
      id: resource.id,
      resourceType: resource.type,
      resourceName: resource.name,
    }));
  return [...dependencies].flatMap(([resource, targets]) =>
    targets.length === 0 ? [] : [{ dependsOn: targets.map(targetOf), ...targetOf(resource) }],
  );
}

/**
 * `properties.providers` of a deployment: the types by namespace, with the locations that the
 * template names; null for a type that has none. Source: the same recordings.
 */
export function describeProviders(resources: readonly DeclaredResource[]): DeploymentProvider[] {
  const namespaces = new Map<string, { namespace: string; types: Map<string, TypeInUse> }>();
  for (const { type, location, condition, existing } of resources) {
    if (!condition || existing) continue;
    const at = type.indexOf('/');
    const namespace = type.slice(0, at);
    const resourceType = type.slice(at + 1);
    const found = entry(namespaces, namespace.toLowerCase(), () => ({
      namespace,
      types: new Map(),
    }));
    const inUse = entry(found.types, resourceType.toLowerCase(), () => ({
      resourceType,
      locations: new Set<string | null>(),
    }));
    inUse.locations.add(location?.toLowerCase().replaceAll(' ', '') ?? null);
  }
  return [...namespaces.values()].map(({ namespace, types }) => ({
    namespace,
    resourceTypes: [...types.values()].map(({ resourceType, locations }) => ({
      resourceType,
      locations: [...locations],
    })),
  }));
}

interface TypeInUse {
  readonly resourceType: string;
  readonly locations: Set<string | null>;
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
