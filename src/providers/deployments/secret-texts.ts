import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';

/** What stands in the place of a secret, as Azure shows secure parameters. */
const MASK = '*******';

/** All texts in the values of secure parameters: those that a deployment shows without a value. */
export function secretsOf(parameters: JsonObject, shown: JsonValue | undefined): readonly string[] {
  const texts = new Set<string>();
  for (const [name, line] of Object.entries(parameters)) {
    if (isJsonObject(line) && !isShown(shown, name)) collect(line['value'] ?? null, texts);
  }
  texts.delete('');
  // Longer ones first, so that none is left half-covered by a part of it.
  return [...texts].sort((a, b) => b.length - a.length);
}

/** The same value without any of the secrets in it. */
export function masked(value: JsonValue, secrets: readonly string[]): JsonValue {
  if (secrets.length === 0) return value;
  if (typeof value === 'string') {
    return secrets.reduce((text, secret) => withoutSecret(text, secret), value);
  }
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, masked(member, secrets)]),
  );
}

/** A part of a text counts only when it is long enough to be more than chance. */
const PART_LENGTH_MIN = 6;

function withoutSecret(text: string, secret: string): string {
  if (text === secret) return MASK;
  return secret.length < PART_LENGTH_MIN ? text : text.replaceAll(secret, MASK);
}

/** Whether a deployment shows the value of this parameter; secure ones it does not. */
export function isShown(shown: JsonValue | undefined, name: string): boolean {
  if (!isJsonObject(shown)) return false;
  return Object.entries(shown).some(
    ([key, line]) =>
      key.toLowerCase() === name.toLowerCase() && isJsonObject(line) && 'value' in line,
  );
}

function collect(value: JsonValue, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (isJsonObject(value)) for (const member of Object.values(value)) collect(member, texts);
}
