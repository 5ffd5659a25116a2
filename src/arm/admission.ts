import { foldCase, invariant, isGuid } from '../base/index.ts';
import {
  compareApiVersions,
  isWellFormedApiVersion,
  type ServedVersion,
  servedVersion,
} from './api-version.ts';
import { armErrors } from './errors/index.ts';
import { type GenericTypes, matchGeneric } from './generic-types.ts';
import { normalizeLocation } from './location.ts';
import { parseTarget, type RequestTarget } from './request-target.ts';
import { createRouter, type RoutedOperation, type Router } from './router.ts';
import type { HttpMethod, Operation, ResourceType } from './types.ts';

/** A request that has passed every check that needs neither store nor body. */
export interface Admitted<Services> {
  readonly operation: Operation<Services>;
  readonly target: RequestTarget;
  readonly params: Readonly<Record<string, string>>;
  /** Without api-version. */
  readonly query: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly servedVersion: string;
  /** The provider whose operation it is; undefined for the front door's own. */
  readonly namespace: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly resourceGroupName: string | undefined;
}

/** A version that its type does not have; the refusal names a location, which must be looked up. */
export interface UnknownVersion<Services> {
  readonly type: ResourceType;
  readonly apiVersion: string;
  readonly admitted: Omit<Admitted<Services>, 'servedVersion'>;
}

export interface AdmissionOptions<Services> {
  readonly operations: readonly Operation<Services>[];
  readonly subscriptionIds: readonly string[];
  readonly resourceTypes: readonly ResourceType[];
  /** Of the front door's own paths: subscriptions, groups, providers. Oldest first. */
  readonly frontDoorApiVersions: readonly string[];
  /** What serves types that are not listed; left out: they are refused. */
  readonly generic?: GenericTypes<Services>;
  /** Told once for each version that is served as another one. */
  readonly onOddVersion: (message: string) => void;
}

/** The checks of the front door, in its order, on what can be known without looking anything up. */
export class Admission<Services> {
  readonly #router: Router<Services>;
  readonly #subscriptionIds: ReadonlySet<string>;
  readonly #namespaces: ReadonlyMap<string, readonly ResourceType[]>;
  readonly #types: ReadonlyMap<string, ResourceType>;
  readonly #typeOfRow = new Map<RoutedOperation<Services>, ResourceType>();
  readonly #frontDoorType: ResourceType;
  readonly #generic: GenericTypes<Services> | undefined;
  readonly #onOddVersion: (message: string) => void;
  readonly #told = new Set<string>();

  constructor(options: AdmissionOptions<Services>) {
    this.#router = createRouter(options.operations);
    this.#generic = options.generic;
    this.#subscriptionIds = new Set(options.subscriptionIds.map(foldCase));
    this.#namespaces = Map.groupBy(options.resourceTypes, (type) => foldCase(type.namespace));
    this.#types = new Map(
      options.resourceTypes.map((type) => [foldCase(`${type.namespace}/${type.type}`), type]),
    );
    this.#frontDoorType = {
      namespace: 'Microsoft.Resources',
      type: '',
      apiVersions: options.frontDoorApiVersions,
      locations: [],
    };
    this.#onOddVersion = options.onOddVersion;
    for (const row of this.#router.operations) this.#typeOfRow.set(row, this.#findType(row));
  }

  /** Throws the ArmError of the first check that fails, except for a version unknown to its type. */
  admit(method: string, rawTarget: string): Admitted<Services> | UnknownVersion<Services> {
    const target = parseTarget(rawTarget);
    const scope = readScope(target.segments);
    if (scope.subscriptionId !== undefined && !isGuid(scope.subscriptionId)) {
      throw armErrors.invalidSubscriptionId(scope.subscriptionId);
    }
    const { apiVersion, query } = takeApiVersion(target.query);
    if (apiVersion === '') throw armErrors.missingApiVersion();
    const match = this.#router.match(target.segments);
    const type = match && this.#typeOfMatch(match.rows);
    const served = type && servedVersion(type, apiVersion);
    if (!served && !isWellFormedApiVersion(apiVersion)) {
      throw armErrors.malformedApiVersion(apiVersion);
    }
    const { subscriptionId } = scope;
    if (subscriptionId !== undefined && !this.#subscriptionIds.has(foldCase(subscriptionId))) {
      throw armErrors.subscriptionNotFound(subscriptionId);
    }
    if (!match || !type) {
      const generic = this.#generic && matchGeneric(this.#generic, method, target.segments);
      if (!generic) throw this.#noSuchResource(target, scope, apiVersion);
      const { resourceGroupName } = scope;
      const shown = { target, query, apiVersion, servedVersion: apiVersion.toLowerCase() };
      return { ...generic, ...shown, subscriptionId, resourceGroupName };
    }
    const rows = match.rows.get(method as HttpMethod);
    if (!rows) throw armErrors.methodNotAllowed(method, [...match.rows.keys()]);
    const row = pickRow(rows, served?.version ?? apiVersion);
    const admitted = {
      operation: row.operation,
      target,
      params: readParams(row.parameters, match.values),
      query,
      apiVersion,
      namespace: row.namespace,
      subscriptionId,
      resourceGroupName: scope.resourceGroupName,
    };
    if (!served) {
      if (type === this.#frontDoorType) {
        throw armErrors.unsupportedApiVersion(apiVersion, type.apiVersions.toReversed());
      }
      return { type, apiVersion, admitted };
    }
    this.#tellOddVersion(row.operation, type, apiVersion, served);
    return { ...admitted, servedVersion: served.version };
  }

  /** The path leads nowhere; says which part of it is the one that nobody knows. */
  #noSuchResource(target: RequestTarget, scope: PathScope, apiVersion: string): Error {
    if (scope.namespace === undefined) return armErrors.noSuchPath(target.path);
    const types = this.#namespaces.get(foldCase(scope.namespace));
    if (!types) return armErrors.invalidResourceNamespace(scope.namespace);
    const known = this.#longestType(scope.namespace, scope.types);
    const namespace = types[0]?.namespace ?? scope.namespace;
    const versions = known?.apiVersions ?? types[0]?.apiVersions ?? [];
    return armErrors.unknownResourceType(namespace, scope.types.join('/'), apiVersion, versions);
  }

  #typeOfMatch(
    rows: ReadonlyMap<HttpMethod, readonly RoutedOperation<Services>[]>,
  ): ResourceType | undefined {
    const [first] = rows.values();
    return first?.[0] && this.#typeOfRow.get(first[0]);
  }

  #findType(row: RoutedOperation<Services>): ResourceType {
    if (row.namespace === undefined) return this.#frontDoorType;
    const type = this.#longestType(row.namespace, row.literals);
    invariant(type, `${row.operation.operationId} is of no listed resource type`);
    return type;
  }

  /** An action (`start`) or view (`instanceView`) is of the type that it stands under. */
  #longestType(namespace: string, words: readonly string[]): ResourceType | undefined {
    for (let length = words.length; length > 0; length -= 1) {
      const name = `${namespace}/${words.slice(0, length).join('/')}`;
      const type = this.#types.get(foldCase(name));
      if (type) return type;
    }
    return undefined;
  }

  #tellOddVersion(
    operation: Operation<Services>,
    type: ResourceType,
    apiVersion: string,
    served: ServedVersion,
  ): void {
    const early =
      operation.since !== undefined && compareApiVersions(served.version, operation.since) < 0;
    if (!served.newer && !early) return;
    const typeName =
      type === this.#frontDoorType ? type.namespace : `${type.namespace}/${type.type}`;
    const what = served.newer
      ? `api-version ${apiVersion} of ${typeName} is newer than all known ones; served as ${served.version}`
      : `${operation.operationId} is known since ${operation.since}; served for ${apiVersion} as well`;
    if (this.#told.has(what) || this.#told.size >= TOLD_MAX) return;
    this.#told.add(what);
    this.#onOddVersion(what);
  }
}

/** A client could ask with ever new versions; the log would not get better by it. */
const TOLD_MAX = 200;

/** Whether a version was unknown to its type. */
export function isUnknownVersion<Services>(
  result: Admitted<Services> | UnknownVersion<Services>,
): result is UnknownVersion<Services> {
  return 'type' in result;
}

/**
 * The refusal of a version that the type does not have: by location, or, for a list that has none,
 * by namespace. Source: shared/azure/errors.md.
 */
export function unknownVersionError<Services>(
  { type, apiVersion }: UnknownVersion<Services>,
  location: string | undefined,
): Error {
  if (location === undefined) {
    return armErrors.invalidResourceTypeForVersion(type.namespace, apiVersion, type.apiVersions);
  }
  return armErrors.noRegisteredProviderFound({
    location,
    apiVersion,
    type: type.type,
    apiVersions: type.apiVersions,
    locations: type.locations.map(normalizeLocation),
  });
}

interface PathScope {
  readonly subscriptionId: string | undefined;
  readonly resourceGroupName: string | undefined;
  readonly namespace: string | undefined;
  /** Every second segment after the namespace. */
  readonly types: readonly string[];
}

/** What a path says by its shape, whether or not anything is there. */
function readScope(segments: readonly string[]): PathScope {
  const inSubscription = folded(segments[0]) === 'subscriptions';
  const inGroup = inSubscription && folded(segments[2]) === 'resourcegroups';
  const providers = segments.findLastIndex((segment) => foldCase(segment) === 'providers');
  return {
    subscriptionId: inSubscription ? segments[1] : undefined,
    resourceGroupName: inGroup ? segments[3] : undefined,
    namespace: providers < 0 ? undefined : segments[providers + 1],
    types: providers < 0 ? [] : segments.slice(providers + 2).filter((_, index) => index % 2 === 0),
  };
}

/** The query without api-version; still without a prototype. */
function takeApiVersion(all: Readonly<Record<string, string>>): {
  readonly apiVersion: string;
  readonly query: Readonly<Record<string, string>>;
} {
  const { 'api-version': apiVersion = '', ...rest } = all;
  return { apiVersion, query: Object.assign(Object.create(null), rest) };
}

/** The newest row that the version has; the oldest when it has none (see tellOddVersion). */
function pickRow<Services>(
  rows: readonly RoutedOperation<Services>[],
  version: string,
): RoutedOperation<Services> {
  const row =
    rows.find(({ operation }) => compareApiVersions(operation.since ?? '', version) <= 0) ??
    rows.at(-1);
  invariant(row, 'a method of a path has no row');
  return row;
}

function readParams(
  names: readonly string[],
  values: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

function folded(segment: string | undefined): string | undefined {
  return segment === undefined ? undefined : foldCase(segment);
}
