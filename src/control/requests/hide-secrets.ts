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

type StandIn = (name: string, secret: JsonValue) => JsonValue;

/** JSON with something else in place of each secret. */
export function replaceSecrets(value: JsonValue, standIn: StandIn): JsonValue {
  if (Array.isArray(value)) return value.map((item) => replaceSecrets(item, standIn));
  if (!isJsonObject(value)) return value;
  return mapped(value, (name, member) => {
    if (PARAMETERS.test(name) && isJsonObject(member)) {
      return withoutSecretParameters(member, secureNames(value), standIn);
    }
    if (UNATTENDED.test(name) && Array.isArray(member)) {
      return member.map((item) => withoutContent(item, standIn));
    }
    return SECRET.test(name) ? standIn(name, member) : replaceSecrets(member, standIn);
  });
}

/** Of a template: `{"credential":{"type":"securestring"}}`; and what is given for it beside the template. */
const PARAMETERS = /^parameters$/i;
const SECURE = /^secure(?:string|object)$/i;
/** Set-up files of Windows, each with its `content`. */
const UNATTENDED = /^additionalunattendcontent$/i;

/** A secret parameter can have any name: its type says what it is, or where only values are seen, its name. */
function withoutSecretParameters(
  parameters: JsonObject,
  secure: ReadonlySet<string>,
  standIn: StandIn,
): JsonObject {
  return mapped(parameters, (name, parameter) => {
    const isNamedSo = SECRET.test(name);
    if (!isJsonObject(parameter)) {
      return isNamedSo ? standIn(name, parameter) : replaceSecrets(parameter, standIn);
    }
    const { type } = parameter;
    const isSecret =
      isNamedSo ||
      secure.has(name.toLowerCase()) ||
      (typeof type === 'string' && SECURE.test(type));
    // The rest is a definition, or a reference to a vault.
    return mapped(parameter, (part, given) =>
      isSecret && /^(?:value|defaultvalue|allowedvalues)$/i.test(part)
        ? standIn(name, given)
        : replaceSecrets(given, standIn),
    );
  });
}

function secureNames(owner: JsonObject): ReadonlySet<string> {
  const definitions = memberOf(memberOf(owner, 'template'), 'parameters');
  if (!isJsonObject(definitions)) return new Set();
  const secure = Object.entries(definitions).filter(([, definition]) => {
    const type = memberOf(definition, 'type');
    return typeof type === 'string' && SECURE.test(type);
  });
  return new Set(secure.map(([name]) => name.toLowerCase()));
}

function memberOf(value: JsonValue | undefined, wanted: string): JsonValue | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).find(([name]) => name.toLowerCase() === wanted)?.[1];
}

function withoutContent(item: JsonValue, standIn: StandIn): JsonValue {
  if (!isJsonObject(item)) return item;
  return mapped(item, (name, member) =>
    /^content$/i.test(name) ? standIn(name, member) : replaceSecrets(member, standIn),
  );
}

/** Nothing is no secret. */
function mapped(
  value: JsonObject,
  map: (name: string, member: JsonValue) => JsonValue,
): JsonObject {
  const shown: Record<string, JsonObject[string]> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) shown[name] = member === null ? null : map(name, member);
  }
  return shown;
}
