import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { isResourceCopy, readResourceCopy } from './copy.ts';
import type { DeclaredResource, LoopTurn } from './declared-resource.ts';
import { evaluateNow } from './evaluate-tree.ts';
import type { Evaluator } from './evaluator.ts';
import { ExpressionError } from './expression-error.ts';
import { isExpressionText } from './expression.ts';
import { RESOURCES_MAX } from './limits.ts';
import type { TreeObject } from './pending.ts';
import type { Reporter, TemplatePath } from './report.ts';
import { evaluateBody } from './resource-body.ts';
import { nestedScopeOf, placeResource } from './resource-place.ts';
import type { Scope } from './scope.ts';
import type { DeploymentContext } from './types.ts';
import { memberOf } from './values.ts';

const HELP = 'Please see https://aka.ms/arm-syntax-resources for usage details.';
const DEPLOYMENTS = 'microsoft.resources/deployments';

/** Finds the resources of a template, turn by turn of loops, children behind their parents. */
export class ResourceDeclarations {
  readonly found: DeclaredResource[] = [];
  readonly #context: DeploymentContext;
  readonly #evaluator: Evaluator;
  readonly #reporter: Reporter;
  readonly #scope: Scope;

  constructor(
    context: DeploymentContext,
    evaluator: Evaluator,
    reporter: Reporter,
    names: Pick<Scope, 'parameter' | 'variable'>,
  ) {
    this.#context = context;
    this.#evaluator = evaluator;
    this.#reporter = reporter;
    this.#scope = { ...names, site: 'declaration' };
  }

  /** `resources` is a list, or with language version 2.0 an object of symbolic names. */
  read(resources: JsonValue | undefined, path: TemplatePath = ['resources']): void {
    this.#section(resources, path, this.#scope, undefined);
  }

  #section(
    resources: JsonValue | undefined,
    path: TemplatePath,
    scope: Scope,
    parent: DeclaredResource | undefined,
  ): void {
    if (resources === undefined || resources === null) return;
    if (Array.isArray(resources)) {
      resources.forEach((source, index) => {
        this.#resource(source, [...path, index], scope, parent, undefined);
      });
    } else if (isJsonObject(resources)) {
      for (const [symbol, source] of Object.entries(resources)) {
        this.#resource(source, [...path, symbol], scope, parent, symbol);
      }
    } else throw this.#reporter.invalid(`The template resources are not valid. ${HELP}`, path);
  }

  #resource(
    source: JsonValue,
    path: TemplatePath,
    scope: Scope,
    parent: DeclaredResource | undefined,
    symbol: string | undefined,
  ): void {
    if (!isJsonObject(source)) {
      throw this.#reporter.invalid(
        `The template resource '' ${this.#reporter.place(path)} is not valid. ${HELP}`,
        path,
      );
    }
    const copy = memberOf(source, 'copy');
    if (!isResourceCopy(copy)) {
      this.#turn(source, path, scope, parent, symbol, undefined);
      return;
    }
    const { name, count, batchSize } = this.#attempt({ name: rawName(source) }, path, () =>
      readResourceCopy(copy, (value) => evaluateNow(value, scope, this.#evaluator)),
    );
    for (let index = 0; index < count; index += 1) {
      const turn: Scope = { ...scope, copy: { name, index, outer: scope.copy } };
      this.#turn(source, path, turn, parent, symbol, { name, index, batchSize });
    }
  }

  #turn(
    source: JsonObject,
    path: TemplatePath,
    scope: Scope,
    parent: DeclaredResource | undefined,
    symbol: string | undefined,
    loop: LoopTurn | undefined,
  ): void {
    // What goes wrong before the name is known is said of the name as it is written.
    const said = { name: rawName(source) };
    const declared = this.#attempt(said, path, () =>
      this.#declare(source, path, scope, parent, symbol, loop, said),
    );
    this.found.push(declared);
    if (this.found.length > RESOURCES_MAX) {
      // Source: Azure/azure-api-management-devops-resource-kit #360 (message). Counting goes no further.
      throw this.#reporter.invalid(
        `The number of template resources limit exceeded. Limit: '${RESOURCES_MAX}' and actual: '${this.found.length}'. ${HELP}`,
      );
    }
    this.#section(memberOf(source, 'resources'), [...path, 'resources'], scope, declared);
  }

  #declare(
    source: JsonObject,
    path: TemplatePath,
    scope: Scope,
    parent: DeclaredResource | undefined,
    symbol: string | undefined,
    loop: LoopTurn | undefined,
    said: { name: string },
  ): DeclaredResource {
    const text = (member: string): string | undefined => this.#text(source, member, scope);
    if (memberOf(source, 'import') !== undefined || memberOf(source, 'extension') !== undefined) {
      throw new ExpressionError('Resources of extensions are not supported by this emulator');
    }
    for (const required of ['type', 'name', 'apiVersion']) {
      if (memberOf(source, required) === undefined) throw this.#reporter.missing(required, path);
    }
    const type = this.#type(source, path, parent);
    const ownName = text('name') ?? '';
    const name = parent && !isFullType(source) ? `${parent.name}/${ownName}` : ownName;
    if (ownName === '') {
      throw this.#malformed(source, path, 'The name property cannot be null or empty');
    }
    said.name = name;
    const apiVersion = text('apiVersion') ?? '';
    if (apiVersion === '') {
      throw this.#malformed(source, path, 'The apiVersion property cannot be null or empty');
    }
    this.#checkSegments(type, name, path);
    const existing = symbol !== undefined && memberOf(source, 'existing') === true;
    const condition = this.#condition(source, scope);
    const place = {
      scope: text('scope'),
      resourceGroup: text('resourceGroup'),
      subscriptionId: text('subscriptionId'),
    };
    const isDeployment = type.toLowerCase() === DEPLOYMENTS;
    const nestedScope = isDeployment ? nestedScopeOf(place, this.#context.scope) : undefined;
    const { id, location, ...rest } = {
      id: placeResource(type, name, place, nestedScope, this.#context.scope),
      location: text('location'),
      dependsOn: this.#dependsOn(source, scope),
      body: this.#body(source, scope, isDeployment, condition && !existing),
    };
    return {
      id,
      type,
      name,
      apiVersion,
      location,
      condition,
      existing,
      symbolicName: symbol,
      loop,
      nestedScope,
      path,
      source,
      scope,
      ...rest,
    };
  }

  #body(source: JsonObject, scope: Scope, isDeployment: boolean, deployed: boolean): TreeObject {
    return deployed ? evaluateBody(source, scope, this.#evaluator, isDeployment) : {};
  }

  #type(source: JsonObject, path: TemplatePath, parent: DeclaredResource | undefined): string {
    const type = memberOf(source, 'type');
    if (typeof type !== 'string' || type === '') {
      throw this.#malformed(source, path, 'The type property cannot be null or empty');
    }
    // Source: microsoft/vscode-azurearmtools #1117 (message).
    if (isExpressionText(type)) {
      throw this.#malformed(source, path, 'The type property cannot be an expression');
    }
    const full = parent && !isFullType(source) ? `${parent.type}/${type}` : type;
    if (!/^[^/]+\.[^/]+(\/[^/]+)+$/.test(full)) {
      throw this.#malformed(source, path, `The type '${full}' must have a namespace and a type`);
    }
    return full;
  }

  #condition(source: JsonObject, scope: Scope): boolean {
    const value = memberOf(source, 'condition');
    if (value === undefined || value === null) return true;
    const condition = evaluateNow(value, scope, this.#evaluator);
    if (typeof condition === 'boolean') return condition;
    // As texts, which older templates have; other values are inferred to be refused.
    if (typeof condition === 'string' && /^(true|false)$/i.test(condition)) {
      return condition.toLowerCase() === 'true';
    }
    throw new ExpressionError('The condition must be a boolean');
  }

  #dependsOn(source: JsonObject, scope: Scope): string[] {
    const value = memberOf(source, 'dependsOn');
    if (value === undefined || value === null) return [];
    const list = evaluateNow(value, scope, this.#evaluator);
    const all = typeof list === 'string' ? [list] : list;
    if (Array.isArray(all) && all.every((item) => typeof item === 'string')) return all;
    throw new ExpressionError('The dependsOn property must be an array of strings');
  }

  #text(source: JsonObject, member: string, scope: Scope): string | undefined {
    const value = memberOf(source, member);
    if (value === undefined || value === null) return undefined;
    const text = evaluateNow(value, scope, this.#evaluator);
    if (typeof text === 'string') return text;
    if (text === null) return undefined;
    // A number in `name` is taken as Newtonsoft takes it (inferred).
    if (typeof text === 'number') return String(text);
    throw new ExpressionError(`The ${member} property must be a string`);
  }

  /** Source: Azure-Samples/openai #13 (message and additionalInfo). */
  #checkSegments(type: string, name: string, path: TemplatePath): void {
    const segments = name.split('/');
    const fits = segments.length === type.split('/').length - 1;
    if (fits && segments.every((segment) => segment !== '')) return;
    const typePath = [...path, 'type'];
    throw this.#reporter.invalid(
      `The template resource '${name}' for type '${type}' ${this.#reporter.place(typePath)} has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. ${HELP}`,
      typePath,
    );
  }

  #malformed(source: JsonObject, path: TemplatePath, reason: string): Error {
    return this.#reporter.invalid(
      `The template resource '${rawName(source)}' ${this.#reporter.place(path)} is not valid. ${reason}. ${HELP}`,
      path,
    );
  }

  #attempt<Value>(said: { readonly name: string }, path: TemplatePath, run: () => Value): Value {
    return this.#reporter.attempt(run, (error) =>
      this.#reporter.invalidResource(said.name, path, error),
    );
  }
}

/** The name as the template has it, which may be an expression. */
function rawName(source: JsonObject): string {
  const name = memberOf(source, 'name');
  return typeof name === 'string' ? name : '';
}

/** A child that says its whole type says its whole name as well. */
function isFullType(source: JsonObject): boolean {
  const type = memberOf(source, 'type');
  return typeof type === 'string' && (type.split('/')[0] ?? '').includes('.');
}
