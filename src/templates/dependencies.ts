import type { JsonValue } from '../base/index.ts';
import type { DeclaredResource } from './declared-resource.ts';
import { type Query, queriesIn } from './evaluate-tree.ts';
import type { Evaluator } from './evaluator.ts';
import { asksResources } from './expression.ts';
import { ExpressionError } from './expression-error.ts';
import { pendingIn } from './pending.ts';
import type { Reporter } from './report.ts';
import { shortId } from './resource-ids.ts';
import type { ResourceIndex } from './resource-index.ts';
import type { Scope } from './scope.ts';

/** Which resources wait for which; both from the same list. */
export type Dependencies = ReadonlyMap<DeclaredResource, readonly DeclaredResource[]>;

/** Finds the dependencies of all resources that are deployed. Throws for a circle. */
export function findDependencies(
  resources: readonly DeclaredResource[],
  index: ResourceIndex,
  evaluator: Evaluator,
  reporter: Reporter,
): Dependencies {
  const deployed = resources.filter(({ condition, existing }) => condition && !existing);
  const order = new Map(deployed.map((resource, at) => [resource, at]));
  const batches = batchesOf(deployed);
  const dependencies = new Map<DeclaredResource, DeclaredResource[]>();
  for (const resource of deployed) {
    const targets = new Set<DeclaredResource>([
      ...[...new Set(resource.dependsOn)].flatMap((text) =>
        explicit(text, resource, index, reporter),
      ),
      ...reporter.attempt(
        () => implicit(resource, index, evaluator, reporter),
        (error) => reporter.invalidResource(resource.name, resource.path, error),
      ),
      ...(batches.get(resource) ?? []),
    ]);
    const known = [...targets].filter((target) => order.has(target));
    known.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    dependencies.set(resource, known);
  }
  refuseCircles(dependencies, reporter);
  return dependencies;
}

/** Source: resource-dependency, "dependsOn": ids, names, loops; symbolic names in version 2.0. */
function explicit(
  text: string,
  resource: DeclaredResource,
  index: ResourceIndex,
  reporter: Reporter,
): readonly DeclaredResource[] {
  const found = resource.symbolicName === undefined ? [] : index.symbol(text);
  if (found.length > 0) return found;
  const isId = text.startsWith('/');
  if (isId || index.fullId(text) !== undefined) {
    const targets = isId ? index.id(text) : index.relative(text);
    if (targets.length > 0) return targets;
    // Source: microsoft/vscode-azurearmtools #493 (message); the address is the newer one.
    throw reporter.invalid(
      `The resource '${shortId(text)}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details.`,
    );
  }
  const loop = index.loop(text);
  if (loop.length > 0) return loop;
  const named = index.named(text);
  if (named.length > 1) throw reporter.invalid(ambiguous(text));
  if (named.length === 1) return named;
  throw reporter.invalid(notFound(text));
}

/** Source: MicrosoftDocs/azure-docs #112757 (message). */
export function notFound(text: string): string {
  return `The template reference '${text}' is not valid: could not find template resource or resource copy with this name. Please see https://aka.ms/arm-function-reference for usage details.`;
}

/** Inferred wording. */
export function ambiguous(text: string): string {
  return `The template reference '${text}' is not valid: the template has more than one resource with this name. Please see https://aka.ms/arm-function-reference for usage details.`;
}

/**
 * reference() and list functions make a dependency on a resource of the same template that they
 * name, or whose id they give without an api-version. With an id and an api-version they do not.
 * Source: template-functions-resource, "Implicit dependency" (names); ids: inferred.
 */
function implicit(
  resource: DeclaredResource,
  index: ResourceIndex,
  evaluator: Evaluator,
  reporter: Reporter,
): DeclaredResource[] {
  return pendingIn(resource.body).flatMap(({ expression, scope }) =>
    queriesIn(expression).flatMap((query) => {
      const target = staticValue(query, scope, evaluator);
      if (typeof target !== 'string') return [];
      const found = implicitTargets(target, query, index);
      if (found.length === 0 && query.certain)
        refuseUnknown(target, query, resource, index, reporter);
      return found;
    }),
  );
}

function implicitTargets(
  target: string,
  query: Query,
  index: ResourceIndex,
): readonly DeclaredResource[] {
  const bySymbol = index.symbol(target);
  if (bySymbol.length > 0) return bySymbol;
  if (target.startsWith('/')) return query.args.length > 1 ? [] : index.id(target);
  return index.fullId(target) === undefined ? index.named(target) : index.relative(target);
}

/** What is neither in the template nor said with an api-version cannot be asked. */
function refuseUnknown(
  target: string,
  query: Query,
  resource: DeclaredResource,
  index: ResourceIndex,
  reporter: Reporter,
): void {
  const id = index.fullId(target);
  if (id === undefined) throw reporter.invalid(notFound(target));
  if (query.args.length > 1) return;
  // Source: microsoft/openshift-container-platform #185 (message and additionalInfo).
  throw reporter.invalid(
    `The template resource '${shortId(resource.id)}' reference to '${shortId(id)}' requires an API version. Please see https://aka.ms/arm-syntax for usage details.`,
  );
}

/**
 * The first argument of a query, where it is known before anything runs. It may stand in the branch
 * of an if() that is not taken, so what is wrong with it is said when it is evaluated in earnest.
 */
function staticValue(query: Query, scope: Scope, evaluator: Evaluator): JsonValue | undefined {
  const [first] = query.args;
  if (!first || asksResources(first)) return undefined;
  try {
    return evaluator.evaluate(first, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

/** In a serial loop each batch waits for all of the one before. Source: copy-resources. */
function batchesOf(
  resources: readonly DeclaredResource[],
): Map<DeclaredResource, readonly DeclaredResource[]> {
  const loops = new Map<string, DeclaredResource[]>();
  for (const resource of resources) {
    if (resource.loop?.batchSize === undefined) continue;
    const key = resource.path.join('/');
    const loop = loops.get(key);
    if (loop) loop.push(resource);
    else loops.set(key, [resource]);
  }
  const before = new Map<DeclaredResource, readonly DeclaredResource[]>();
  for (const loop of loops.values()) {
    const batchOf = ({ loop: turn }: DeclaredResource): number =>
      Math.floor((turn?.index ?? 0) / (turn?.batchSize ?? 1));
    for (const resource of loop) {
      before.set(
        resource,
        loop.filter((other) => batchOf(other) === batchOf(resource) - 1),
      );
    }
  }
  return before;
}

/** Takes away what waits for nothing, again and again; what stays is in a circle or behind one. */
function refuseCircles(dependencies: Dependencies, reporter: Reporter): void {
  const left = new Map([...dependencies].map(([resource, all]) => [resource, all.length]));
  const waiting = new Map<DeclaredResource, DeclaredResource[]>();
  for (const [resource, targets] of dependencies) {
    for (const target of targets) {
      const behind = waiting.get(target);
      if (behind) behind.push(resource);
      else waiting.set(target, [resource]);
    }
  }
  const ready = [...left].flatMap(([resource, count]) => (count === 0 ? [resource] : []));
  for (let next = ready.pop(); next; next = ready.pop()) {
    left.delete(next);
    for (const behind of waiting.get(next) ?? []) {
      const count = (left.get(behind) ?? 0) - 1;
      left.set(behind, count);
      if (count === 0) ready.push(behind);
    }
  }
  const [first] = left.keys();
  if (!first) return;
  // Everything that is left waits for something that is left: following that leads into the circle.
  const seen = new Set<DeclaredResource>();
  let at = first;
  while (!seen.has(at)) {
    seen.add(at);
    at = dependencies.get(at)?.find((target) => left.has(target)) ?? at;
  }
  // Source: akshata29/entaoai #15 (message).
  throw reporter.invalid(
    `Circular dependency detected on resource: '${at.id}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
  );
}
