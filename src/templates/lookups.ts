import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import type { DeclaredResource } from './declared-resource.ts';
import { ambiguous, notFound } from './dependencies.ts';
import { ExpressionError, FUNCTIONS_HELP } from './expression-error.ts';
import { LookupMissing } from './pending.ts';
import { shortId } from './resource-ids.ts';
import type { ResourceIndex } from './resource-index.ts';
import type { ResourceQuery } from './scope.ts';
import type { LookupRequest, Runtime } from './types.ts';
import { setMember } from './values.ts';

interface Target {
  readonly id: string;
  readonly apiVersion: string;
  readonly declared: DeclaredResource | undefined;
}

/** Answers reference(), references() and list functions from what running resources said. */
export function answerQuery(
  query: ResourceQuery,
  index: ResourceIndex,
  runtime: Runtime,
): JsonValue {
  const kind = query.name.toLowerCase();
  if (kind === 'references') return answerReferences(query, index, runtime);
  const target = findTarget(query, index);
  if (kind === 'reference') {
    const [resource] = lookUp([getRequest(target)], runtime);
    return shownState(resource ?? null, target, query.full);
  }
  const [answer] = lookUp([listRequest(query, target)], runtime);
  return answer ?? null;
}

/** The states of the deployed turns of a loop, in their order. */
function answerReferences(query: ResourceQuery, index: ResourceIndex, runtime: Runtime): JsonValue {
  const turns = index.symbol(query.target).filter(({ loop }) => loop !== undefined);
  if (turns.length === 0 && index.symbol(query.target).length === 0) {
    throw new ExpressionError(notFound(query.target));
  }
  const targets = turns.filter(({ condition }) => condition).map(targetOf);
  const answers = lookUp(targets.map(getRequest), runtime);
  return targets.map((target, at) => shownState(answers[at] ?? null, target, query.full));
}

/** All answers, or a LookupMissing with all that are missing. */
function lookUp(requests: readonly LookupRequest[], runtime: Runtime): JsonValue[] {
  const missing: LookupRequest[] = [];
  const answers: JsonValue[] = [];
  for (const request of requests) {
    const answer = runtime.lookup(request);
    if (answer === undefined) missing.push(request);
    else answers.push(answer);
  }
  if (missing.length > 0) throw new LookupMissing(missing);
  return answers;
}

function getRequest({ id, apiVersion }: Target): LookupRequest {
  return { kind: 'get', id, apiVersion };
}

function listRequest(query: ResourceQuery, { id, apiVersion }: Target): LookupRequest {
  const request = { kind: 'list', id, apiVersion, action: query.name } as const;
  return query.body === undefined ? request : { ...request, body: query.body };
}

function targetOf(declared: DeclaredResource): Target {
  return { id: declared.id, apiVersion: declared.apiVersion, declared };
}

/** A symbolic name, the id of any resource, or the name of a resource of the template. */
function findTarget(query: ResourceQuery, index: ResourceIndex): Target {
  const { target, apiVersion } = query;
  const [symbol, another] = index.symbol(target);
  if (symbol && another) throw new ExpressionError(ambiguous(target));
  if (symbol) return withVersion(targetOf(symbol), apiVersion);
  const id = index.fullId(target);
  if (id === undefined) {
    const named = index.named(target);
    if (named.length > 1) throw new ExpressionError(ambiguous(target));
    if (!named[0]) throw new ExpressionError(notFound(target));
    return withVersion(targetOf(named[0]), apiVersion);
  }
  const declared = target.startsWith('/') ? index.id(id)[0] : index.relative(target)[0];
  if (declared) return withVersion(targetOf(declared), apiVersion);
  if (apiVersion !== undefined) return { id, apiVersion, declared: undefined };
  // Inferred wording: that an api-version is needed then is documented.
  throw new ExpressionError(
    `The template reference to '${shortId(id)}' requires an API version. ${FUNCTIONS_HELP}`,
  );
}

function withVersion(target: Target, apiVersion: string | undefined): Target {
  return apiVersion === undefined ? target : { ...target, apiVersion };
}

/** Members of a resource that its state does not show. */
const NOT_IN_STATE = new Set(['id', 'name', 'type', 'etag']);

/**
 * `reference()` shows the properties; with 'Full' the resource but for its id, name and type, and
 * facts about the deployment. Source: template-functions-resource, "reference".
 */
function shownState(resource: JsonValue, target: Target, full: boolean): JsonValue {
  if (!isJsonObject(resource)) return resource;
  if (!full) return resource['properties'] ?? {};
  const state: JsonObject = { apiVersion: target.apiVersion };
  for (const [name, value] of Object.entries(resource)) {
    if (!NOT_IN_STATE.has(name)) setMember(state, name, value);
  }
  const [, subscriptionId = '', resourceGroupName = ''] =
    /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i.exec(target.id) ?? [];
  const deployed = target.declared !== undefined && !target.declared.existing;
  return {
    ...state,
    subscriptionId,
    resourceGroupName,
    resourceId: shortId(target.id),
    referenceApiVersion: target.apiVersion,
    condition: true,
    isConditionTrue: true,
    isTemplateResource: deployed,
    isAction: false,
    provisioningOperation: deployed ? 'Create' : 'Read',
  };
}
