import { armErrors } from '../../../arm/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../base/index.ts';
import { parameterName } from './parameter-name.ts';
import { ReadFaultError, readObject, type UnknownMembers } from './read-value.ts';
import { envelope, setProperties } from './set-schema.ts';

/**
 * Reads the body of a PUT or PATCH into the one spelling that is kept: names and enum values in the
 * specification's casing, no nulls. The envelope is the front door's business and `properties` the
 * provider's, and each complains in its own way.
 *
 * A member that no version has is refused as Azure does (azure-cli #18855, azure-docs #29821). With an
 * api-version newer than all known ones unknown members are kept: they may well exist there.
 */
export function readScaleSet(
  body: JsonValue | undefined,
  unknown: UnknownMembers,
  method: 'PUT' | 'PATCH',
): JsonObject {
  if (body === undefined || body === null) {
    // G: in the words of the reader for an empty document.
    throw armErrors.invalidRequestContent("Required content is missing. Path ''.");
  }
  const outer = frontDoor(() => readObject(body, envelope, '', unknown));
  if (method === 'PUT') checkRequiredMembers(outer);
  const properties = outer['properties'];
  if (properties === undefined) return outer;
  return {
    ...outer,
    properties: provider(() => readObject(properties, setProperties, 'properties', unknown)),
  };
}

/**
 * What the reader of the front door wants in a part that is there. R: `identity`, `sku` of a PUT. A
 * PATCH may say only what changes, as the specification's types for it have it: nobody recorded that
 * `{"sku": {"capacity": 3}}` were refused.
 */
function checkRequiredMembers(outer: JsonObject): void {
  for (const [part, member] of [
    ['identity', 'type'],
    ['sku', 'name'],
  ] as const) {
    const value = outer[part];
    if (isJsonObject(value) && !(member in value)) {
      throw armErrors.invalidRequestContent(
        `Required property '${member}' not found in JSON. Path '${part}'.`,
      );
    }
  }
}

function frontDoor<T>(read: () => T): T {
  return caught(read, (error) => armErrors.invalidRequestContent(error.fault.message));
}

/** Reads what the provider reads, which complains by `target`. */
export function provider<T>(read: () => T, subject = 'vmss'): T {
  return caught(read, ({ fault }) => {
    if (!fault.notAllowed) {
      return armErrors.unreadableModel(`${subject}.${fault.path}`, fault.message);
    }
    const { value, allowed } = fault.notAllowed;
    return armErrors.valueNotAllowed(parameterName(fault.path), value, allowed);
  });
}

function caught<T>(read: () => T, answer: (error: ReadFaultError) => Error): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadFaultError) throw answer(error);
    throw error;
  }
}
