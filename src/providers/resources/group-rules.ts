import { armErrors, isWellFormedLocation, normalizeLocation, readTags } from '../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import { AZURE_LOCATIONS, findLocation } from './azure-locations.ts';

/** 1 to 90 characters. Source: "Naming rules and restrictions for Azure resources". */
const NAME_LENGTH_MAX = 90;

/** Throws the ArmError of the first rule that a new group's name breaks. */
export function checkGroupName(name: string): void {
  const invalid = name.replaceAll(/[\p{L}\p{Nd}\-.()_]/gu, '');
  if (invalid !== '') throw armErrors.resourceGroupNameCharacters(name, invalid);
  if (name.length > NAME_LENGTH_MAX) {
    throw armErrors.resourceGroupNameLength(name, NAME_LENGTH_MAX);
  }
  if (name.endsWith('.')) throw armErrors.resourceGroupNameEndsInPeriod(name);
}

/** A group's location, normalized. Throws when it is missing, malformed or not one of Azure's. */
export function readGroupLocation(value: JsonValue | undefined): {
  readonly asked: string;
  readonly location: string;
} {
  if (value === undefined || value === null || value === '') throw armErrors.locationRequired();
  if (typeof value !== 'string') throw wrongType('location');
  if (!isWellFormedLocation(value)) throw armErrors.malformedLocation(value);
  const location = normalizeLocation(value);
  if (findLocation(location)) return { asked: value, location };
  const available = AZURE_LOCATIONS.map(({ name }) => name);
  throw armErrors.locationNotAvailableForResourceGroup(value, available);
}

/** The body of a write. Throws InvalidRequestContent when it is missing or no object. */
export function requireObject(body: JsonValue | undefined): JsonObject {
  if (body === undefined) throw armErrors.invalidRequestContent('The request content is empty.');
  if (isJsonObject(body)) return body;
  throw armErrors.invalidRequestContent(
    "Cannot deserialize the current JSON value because the type requires a JSON object to deserialize correctly. Path '', line 1, position 1.",
  );
}

/** What PUT and PATCH may both say: tags and the resource that manages the group. */
export function readChanges(body: JsonObject): {
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedBy?: string;
} {
  const tags = readTags(body['tags']);
  const managedBy = body['managedBy'];
  if (managedBy !== undefined && managedBy !== null && typeof managedBy !== 'string') {
    throw wrongType('managedBy');
  }
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(typeof managedBy === 'string' ? { managedBy } : {}),
  };
}

function wrongType(path: string): Error {
  return armErrors.invalidRequestContent(
    `Unexpected token while reading a value of type 'String'. Path '${path}'.`,
  );
}
