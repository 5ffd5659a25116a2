import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';

/** Names of members whose values nobody may read back. */
const SECRET =
  /^(?:.*(?:password|secret|connectionstring|token|privatekey|accesskey|accountkey)|protectedsettings|protectedparameters|customdata|userdata|sas(?:uri)?|primarykey|secondarykey)$/i;
/** Answers that are nothing but keys. */
const KEY_LISTS = /\/(?:listkeys|regeneratekey|generatekeypair)(?:\?|$)/i;

export const HIDDEN = '***';

/** A body as JSON without its secrets; undefined when there is none, a text when it is no JSON. */
export function shownBody(bytes: Uint8Array | null, target: string): JsonValue | undefined {
  if (bytes === null || bytes.byteLength === 0) return undefined;
  const text = new TextDecoder().decode(bytes);
  if (KEY_LISTS.test(target)) return HIDDEN;
  try {
    return replaceSecrets(JSON.parse(text) as JsonValue, () => HIDDEN);
  } catch (error) {
    if (error instanceof SyntaxError) return `${bytes.byteLength} bytes that are no JSON`;
    throw error;
  }
}

/** JSON with something else in place of each secret. */
export function replaceSecrets(
  value: JsonValue,
  standIn: (name: string, secret: JsonValue) => JsonValue,
): JsonValue {
  if (Array.isArray(value)) return value.map((item) => replaceSecrets(item, standIn));
  if (!isJsonObject(value)) return value;
  const shown: Record<string, JsonObject[string]> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    const isSecret = SECRET.test(name) && member !== null;
    shown[name] = isSecret ? standIn(name, member) : replaceSecrets(member, standIn);
  }
  return shown;
}
