import { foldCase, invariant } from '../base/index.ts';
import type { HttpMethod, Operation } from './types.ts';

/** What the table says about a path: the rows that have it, by method. */
export interface PathMatch<Services> {
  readonly rows: ReadonlyMap<HttpMethod, readonly RoutedOperation<Services>[]>;
  /** The decoded segments that stand where rows have a parameter, in order. */
  readonly values: readonly string[];
}

/** A row of the table with what routing derives from its path once. */
export interface RoutedOperation<Services> {
  readonly operation: Operation<Services>;
  /** Names of the parameters in the order of the path. */
  readonly parameters: readonly string[];
  /** `Microsoft.Compute`; undefined for the front door's own paths. */
  readonly namespace: string | undefined;
  /** The segments after the namespace that are not parameters, e.g. `virtualMachineScaleSets/start`. */
  readonly literals: readonly string[];
}

interface Node<Services> {
  readonly children: Map<string, Node<Services>>;
  parameter: Node<Services> | undefined;
  readonly rows: Map<HttpMethod, RoutedOperation<Services>[]>;
}

/** Finds the rows of the operations table for a path; literals win over parameters. */
export interface Router<Services> {
  match(segments: readonly string[]): PathMatch<Services> | undefined;
  readonly operations: readonly RoutedOperation<Services>[];
}

export function createRouter<Services>(
  operations: readonly Operation<Services>[],
): Router<Services> {
  const root = createNode<Services>();
  const routed = operations.map((operation) => add(root, operation));
  return { operations: routed, match: (segments) => find(root, segments, 0, []) };
}

function add<Services>(
  root: Node<Services>,
  operation: Operation<Services>,
): RoutedOperation<Services> {
  const segments = operation.path.split('/').filter((segment) => segment !== '');
  const parameters: string[] = [];
  let node = root;
  for (const segment of segments) {
    const name = parameterName(segment);
    if (name === undefined) {
      const key = foldCase(segment);
      const next = node.children.get(key) ?? createNode<Services>();
      node.children.set(key, next);
      node = next;
    } else {
      parameters.push(name);
      node.parameter ??= createNode<Services>();
      node = node.parameter;
    }
  }
  const { namespace, literals } = resourceOf(segments);
  const routed = { operation, parameters, namespace, literals };
  const rows = node.rows.get(operation.method) ?? [];
  invariant(
    rows.every((row) => row.operation.since !== operation.since),
    `two operations have ${operation.method} ${operation.path} since the same api-version`,
  );
  rows.push(routed);
  // Newest first, so that the first one whose version has come is the right one.
  rows.sort((a, b) => ((a.operation.since ?? '') < (b.operation.since ?? '') ? 1 : -1));
  node.rows.set(operation.method, rows);
  return routed;
}

function find<Services>(
  node: Node<Services>,
  segments: readonly string[],
  at: number,
  values: readonly string[],
): PathMatch<Services> | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.rows.size === 0 ? undefined : { rows: node.rows, values };
  const child = node.children.get(foldCase(segment));
  const found = child && find(child, segments, at + 1, values);
  if (found || !node.parameter) return found;
  return find(node.parameter, segments, at + 1, [...values, segment]);
}

/** The resource that a path is about: what follows its last `providers/{namespace}`. */
function resourceOf(segments: readonly string[]): {
  namespace: string | undefined;
  literals: readonly string[];
} {
  const at = segments.findLastIndex((segment) => foldCase(segment) === 'providers');
  const namespace = at < 0 ? undefined : segments[at + 1];
  if (namespace === undefined || parameterName(namespace) !== undefined) {
    return { namespace: undefined, literals: [] };
  }
  const rest = segments.slice(at + 2).filter((segment) => parameterName(segment) === undefined);
  return { namespace, literals: rest };
}

function parameterName(segment: string): string | undefined {
  return /^\{(\w+)\}$/.exec(segment)?.[1];
}

function createNode<Services>(): Node<Services> {
  return { children: new Map(), parameter: undefined, rows: new Map() };
}
