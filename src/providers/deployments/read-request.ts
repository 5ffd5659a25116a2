import {
  armErrors,
  type ArmRequest,
  isWellFormedLocation,
  normalizeLocation,
  readTags,
} from '../../arm/index.ts';
import { foldCase, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { DeploymentScope, LocateInText } from '../../templates/index.ts';
import { AZURE_LOCATIONS, findLocation } from '../resources/azure-locations.ts';
import type { DeploymentMode } from './deployment.ts';
import { LenientJsonError, locateInJson, parseLenientJson } from './lenient-json.ts';

/** Source: "Naming rules and restrictions for Azure resources"; the pattern of the specification. */
const NAME_LENGTH_MAX = 64;
const NAME = /^[-\p{L}\p{Nd}._()]+$/u;

/** A request for a deployment, its validation or its preview, checked as far as its form goes. */
export interface AskedDeployment {
  readonly scope: DeploymentScope;
  readonly name: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly mode: DeploymentMode;
  readonly template: JsonObject;
  readonly parameters: JsonObject;
  readonly properties: JsonObject;
  readonly locate: LocateInText;
}

/** The scope that a path names. */
export function scopeOf({ params }: Pick<ArmRequest, 'params'>): DeploymentScope {
  const { subscriptionId = '', resourceGroupName } = params;
  return resourceGroupName === undefined
    ? { kind: 'subscription', subscriptionId }
    : { kind: 'resourceGroup', subscriptionId, resourceGroupName };
}

/** Throws the ArmError of the first rule that the request breaks. */
export function readDeploymentRequest(request: ArmRequest): AskedDeployment {
  const scope = scopeOf(request);
  const name = readName(request);
  const text = readText(request.body);
  const body = readBody(text);
  const properties = body['properties'];
  if (!isJsonObject(properties)) {
    throw armErrors.invalidRequestContent(
      "Required property 'properties' not found in JSON. Path ''",
    );
  }
  const mode = readMode(properties['mode']);
  const location = readLocation(body['location'], scope, name);
  if (scope.kind === 'subscription' && mode === 'Complete') {
    throw armErrors.completeModeNotAllowed(name);
  }
  refuseUnsupported(properties);
  const tags = readTags(body['tags']);
  return {
    scope,
    name,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
    mode,
    template: readTemplateProperty(properties, name, request.correlationId),
    parameters: readParameters(properties, request.correlationId),
    properties,
    locate: (path) => locateInJson(text, ['properties', 'template', ...path]),
  };
}

/** Throws InvalidRequestContent for what is no text. */
export function readText(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw armErrors.invalidRequestContent('The content is not valid UTF-8.');
  }
}

/** Bodies of deployments are read leniently. Throws InvalidRequestContent. */
export function readBody(text: string): JsonObject {
  let body: JsonValue;
  try {
    if (text.trim() === '') throw armErrors.invalidRequestContent('The request content is empty.');
    body = parseLenientJson(text);
  } catch (error) {
    if (!(error instanceof LenientJsonError)) throw error;
    throw armErrors.invalidRequestContent(error.message);
  }
  if (isJsonObject(body)) return body;
  throw armErrors.invalidRequestContent(
    "Cannot deserialize the current JSON value because the type requires a JSON object to deserialize correctly. Path '', line 1, position 1.",
  );
}

function readName({ params }: ArmRequest): string {
  const name = params['deploymentName'] ?? '';
  if (name.length > NAME_LENGTH_MAX) throw armErrors.deploymentNameLength(name, NAME_LENGTH_MAX);
  if (!NAME.test(name)) throw armErrors.deploymentName(name);
  return name;
}

/** az sends it in lower case. */
function readMode(value: JsonValue | undefined): DeploymentMode {
  if (value === undefined || value === null) {
    throw armErrors.invalidRequestContent(
      "Required property 'mode' not found in JSON. Path 'properties'",
    );
  }
  const folded = typeof value === 'string' ? foldCase(value) : '';
  if (folded === 'incremental') return 'Incremental';
  if (folded === 'complete') return 'Complete';
  throw armErrors.invalidRequestContent(
    `Error converting value ${JSON.stringify(value)} to type 'Azure.Deployments.Core.Definitions.DeploymentMode'. Path 'properties.mode'`,
  );
}

function readLocation(
  value: JsonValue | undefined,
  scope: DeploymentScope,
  name: string,
): string | undefined {
  const isGiven = typeof value === 'string' && value !== '';
  if (scope.kind === 'resourceGroup') {
    if (isGiven) throw armErrors.deploymentWithLocation(name);
    return undefined;
  }
  if (!isGiven) throw armErrors.deploymentNeedsLocation(name);
  if (!isWellFormedLocation(value)) throw armErrors.malformedLocation(value);
  const location = normalizeLocation(value);
  if (findLocation(location)) return location;
  throw armErrors.locationNotAvailableForDeployment(
    value,
    AZURE_LOCATIONS.map((known) => known.name),
  );
}

function readTemplateProperty(
  properties: JsonObject,
  name: string,
  trackingId: string,
): JsonObject {
  const { template, templateLink } = properties;
  const isLinked = templateLink !== undefined && templateLink !== null;
  const isInline = template !== undefined && template !== null;
  if (isLinked === isInline) throw armErrors.deploymentWithoutTemplate(name);
  if (isLinked) throw refusedLink(templateLink, trackingId);
  if (isJsonObject(template)) return template;
  throw armErrors.invalidTemplate(
    "Deployment template validation failed: 'Template JToken type is not valid. Expected 'Object''.",
    undefined,
    undefined,
  );
}

function readParameters(properties: JsonObject, trackingId: string): JsonObject {
  const { parameters, parametersLink } = properties;
  if (parametersLink !== undefined && parametersLink !== null) {
    throw refusedLink(parametersLink, trackingId);
  }
  if (parameters === undefined || parameters === null) return {};
  if (isJsonObject(parameters)) return parameters;
  throw armErrors.invalidRequestContent(
    "Error converting value to type 'InsensitiveDictionary<DeploymentParameterDefinition>'. Path 'properties.parameters'",
  );
}

/** Nothing is fetched from anywhere; a template spec has none that could be read. */
function refusedLink(link: JsonValue, trackingId: string): Error {
  const { uri, id, relativePath } = isJsonObject(link) ? link : {};
  if (typeof id === 'string')
    return armErrors.notSupportedByFrontDoor('A template spec as templateLink');
  const text = [uri, relativePath].find((part) => typeof part === 'string');
  return armErrors.invalidContentLink(typeof text === 'string' ? text : '', trackingId);
}

function refuseUnsupported(properties: JsonObject): void {
  const { onErrorDeployment, debugSetting } = properties;
  if (onErrorDeployment !== undefined && onErrorDeployment !== null) {
    throw armErrors.notSupportedByFrontDoor("The property 'onErrorDeployment'");
  }
  const level = isJsonObject(debugSetting) ? debugSetting['detailLevel'] : undefined;
  if (typeof level === 'string' && foldCase(level) !== 'none') {
    throw armErrors.notSupportedByFrontDoor(`The debugSetting.detailLevel '${level}'`);
  }
}
