import type { JsonObject, JsonValue } from '../base/index.ts';
import type { Evaluator } from './evaluator.ts';
import type { DeploymentContext } from './types.ts';

/** Where an expression stands, which decides what it may call. */
export type Site =
  | 'parameter'
  | 'variable'
  | 'function'
  /** What must be known before anything runs: name, type, condition, copy count, dependsOn … */
  | 'declaration'
  | 'body'
  | 'output';

/** The turn of a copy loop, and of those around it. */
export interface CopyTurn {
  /** Undefined in the loop of an output, which has none. */
  readonly name: string | undefined;
  readonly index: number;
  readonly outer: CopyTurn | undefined;
}

/** What the names in an expression mean where it stands. */
export interface Scope {
  readonly site: Site;
  readonly copy?: CopyTurn;
  readonly lambdas?: ReadonlyMap<string, JsonValue>;
  /** Throws ExpressionError for a name that is not defined. */
  parameter(name: string): JsonValue;
  variable(name: string): JsonValue;
}

/** A resource as reference() and the list functions see it. */
export interface ResourceQuery {
  /** `reference`, `references`, or a list function; as written. */
  readonly name: string;
  readonly target: string;
  readonly apiVersion: string | undefined;
  readonly full: boolean;
  readonly body: JsonValue | undefined;
}

/** What is the same for all expressions of a deployment. */
export interface World {
  readonly context: DeploymentContext;
  /** What `deployment()` answers. */
  deployment(): JsonObject;
  /** A function that the template defines; its arguments are evaluated. */
  ownFunction(
    name: string,
  ): ((args: readonly JsonValue[], evaluator: Evaluator) => JsonValue) | undefined;
  /** Asks resources; throws LookupMissing when the answer is not there yet. */
  query(query: ResourceQuery): JsonValue;
  /** The next GUID of this deployment. */
  newGuid(): string;
}
