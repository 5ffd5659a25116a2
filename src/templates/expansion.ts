import { guidFromText, invariant, type JsonObject, type JsonValue } from '../base/index.ts';
import type { DeclaredResource } from './declared-resource.ts';
import { Evaluator } from './evaluator.ts';
import type { Expression } from './expression.ts';
import { notExpectedHere } from './expression-error.ts';
import { answerQuery } from './lookups.ts';
import type { OwnFunction } from './own-functions.ts';
import type { Reporter } from './report.ts';
import type { ResourceIndex } from './resource-index.ts';
import type { ResourceQuery, Scope, World } from './scope.ts';
import type {
  DeploymentContext,
  ExpandedResource,
  ExpandedTemplate,
  Runtime,
  Template,
} from './types.ts';

/** What is known of a template behind its expanded form. */
export interface Expansion {
  readonly template: Template;
  readonly reporter: Reporter;
  readonly world: DeploymentWorld;
  readonly names: Pick<Scope, 'parameter' | 'variable'>;
  readonly declared: ReadonlyMap<ExpandedResource, DeclaredResource>;
  readonly index: ResourceIndex;
}

const expansions = new WeakMap<ExpandedTemplate, Expansion>();

export function rememberExpansion(expanded: ExpandedTemplate, expansion: Expansion): void {
  expansions.set(expanded, expansion);
}

export function expansionOf(expanded: ExpandedTemplate): Expansion {
  const expansion = expansions.get(expanded);
  invariant(expansion, 'Only what expandTemplate made can be resolved.');
  return expansion;
}

/** The world of one deployment's expressions. */
export class DeploymentWorld implements World {
  readonly context: DeploymentContext;
  readonly #parsed = new Map<string, Expression>();
  readonly #functions: ReadonlyMap<string, OwnFunction>;
  readonly #deployment: JsonObject;
  #index: ResourceIndex | undefined;
  #runtime: Runtime | undefined;
  #guids = 0;

  constructor(
    context: DeploymentContext,
    functions: ReadonlyMap<string, OwnFunction>,
    deployment: JsonObject,
  ) {
    this.context = context;
    this.#functions = functions;
    this.#deployment = deployment;
  }

  /** An evaluator with a budget of its own, that may ask these resources. */
  evaluator(index?: ResourceIndex, runtime?: Runtime): Evaluator {
    this.#index = index ?? this.#index;
    this.#runtime = runtime;
    return new Evaluator(this, this.#parsed);
  }

  deployment(): JsonObject {
    return this.#deployment;
  }

  ownFunction(name: string): OwnFunction | undefined {
    return this.#functions.size === 0 ? undefined : this.#functions.get(name.toLowerCase());
  }

  query(query: ResourceQuery): JsonValue {
    if (!this.#index || !this.#runtime) throw notExpectedHere(query.name);
    return answerQuery(query, this.#index, this.#runtime);
  }

  newGuid(): string {
    this.#guids += 1;
    return guidFromText(`${this.context.guidSeed}/${this.#guids}`);
  }
}
