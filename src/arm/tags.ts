import { foldCase, isJsonObject, type JsonValue } from '../base/index.ts';
import { armErrors } from './errors/index.ts';

export type Tags = Readonly<Record<string, string>>;

/** Azure's limits. Source: "Use tags to organize your Azure resources", limitations. */
const TAGS_MAX = 50;
const TAG_NAME_LENGTH_MAX = 512;
const TAG_VALUE_LENGTH_MAX = 256;

/** `<`, `>`, `%`, `&`, `\`, `?`, `/` and control characters. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const RESERVED = /[<>%&\\?/\u0000-\u001f\u007f]/;

/**
 * Tags as a client sent them, checked. Undefined when there are none (absent or null): Azure keeps
 * `{}` apart from nothing. Throws the ArmError of the first rule they break.
 */
export function readTags(value: JsonValue | undefined): Tags | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) {
    throw armErrors.invalidRequestContent(
      "Error converting value to type 'InsensitiveDictionary<String>'. Path 'tags'.",
    );
  }
  const tags: [string, string][] = Object.entries(value).map(([name, text]) => {
    if (typeof text === 'object' && text !== null) {
      throw armErrors.invalidRequestContent(
        `Unexpected character encountered while parsing value: ${Array.isArray(text) ? '[' : '{'}. Path 'tags.${name}'.`,
      );
    }
    // Newtonsoft reads numbers and booleans into texts, null into an empty one.
    return [name, text === null ? '' : String(text)];
  });
  const read = Object.fromEntries(tags);
  checkTags(read);
  return read;
}

/** Throws the ArmError of the first rule that they break. */
export function checkTags(tags: Tags): void {
  const names = Object.keys(tags);
  if (names.length > TAGS_MAX) throw armErrors.tooManyTags(names.length, TAGS_MAX);
  const reserved = names.filter((name) => RESERVED.test(name) || name.trim() === '');
  if (reserved.length > 0) throw armErrors.tagNameCharacters(reserved);
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(tags)) {
    if (name.length > TAG_NAME_LENGTH_MAX) {
      throw armErrors.tagNameLength(name, TAG_NAME_LENGTH_MAX);
    }
    if (value.length > TAG_VALUE_LENGTH_MAX) {
      throw armErrors.tagValueLength(value, TAG_VALUE_LENGTH_MAX);
    }
    if (seen.has(foldCase(name))) throw armErrors.duplicateTag(name);
    seen.add(foldCase(name));
  }
}
