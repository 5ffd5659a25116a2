import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { memberOf, sameValue, typeName } from './values.ts';

/** The types of parameters and outputs: what a value must be, and how an answer writes the type. */
interface ValueType {
  readonly shown: string;
  readonly secure: boolean;
  /** As Azure's messages name what is expected. */
  readonly expected: string;
  readonly accepts: readonly string[];
}

const TYPES: Readonly<Record<string, ValueType>> = {
  string: { shown: 'String', secure: false, expected: 'String, Uri', accepts: ['String'] },
  securestring: {
    shown: 'SecureString',
    secure: true,
    expected: 'String, Uri',
    accepts: ['String'],
  },
  int: { shown: 'Int', secure: false, expected: 'Integer', accepts: ['Integer'] },
  bool: { shown: 'Bool', secure: false, expected: 'Boolean', accepts: ['Boolean'] },
  object: { shown: 'Object', secure: false, expected: 'Object', accepts: ['Object'] },
  secureobject: { shown: 'SecureObject', secure: true, expected: 'Object', accepts: ['Object'] },
  array: { shown: 'Array', secure: false, expected: 'Array', accepts: ['Array'] },
};

export function valueType(name: JsonValue | undefined): ValueType | undefined {
  const key = typeof name === 'string' ? name.toLowerCase() : '';
  return Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
}

/** A rule that a value breaks; the message is the end of Azure's sentence about it. */
export interface BrokenRule {
  readonly rule: 'type' | 'allowedValues' | 'bounds';
  readonly message: string;
}

/** A definition with what its `$ref` refers to. Source: definitions (language version 2.0). */
export function followReference(
  definition: JsonObject,
  definitions: JsonValue | undefined,
): JsonObject {
  let current = definition;
  // As many steps as a chain of references may have; a circle ends here as well.
  for (let step = 0; step < 64; step += 1) {
    const reference = memberOf(current, '$ref');
    const name =
      typeof reference === 'string' ? /^#\/definitions\/(.+)$/.exec(reference)?.[1] : undefined;
    if (name === undefined || definitions === undefined || !isJsonObject(definitions))
      return current;
    const target = memberOf(definitions, decodePointer(name));
    if (target === undefined || !isJsonObject(target)) return current;
    const { $ref: _, ...own } = current;
    current = { ...target, ...own };
  }
  return current;
}

function decodePointer(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Checks a value against its definition, in depth as far as the definition goes. */
export function brokenRule(
  value: JsonValue,
  given: JsonObject,
  definitions: JsonValue | undefined,
  depth = 0,
): BrokenRule | undefined {
  const definition = followReference(given, definitions);
  if (value === null && memberOf(definition, 'nullable') === true) return undefined;
  const type = valueType(memberOf(definition, 'type'));
  if (type && !type.accepts.includes(typeName(value))) {
    return {
      rule: 'type',
      message: `Expected '${type.expected}'. Actual '${typeName(value)}'.`,
    };
  }
  return (
    notAllowed(value, memberOf(definition, 'allowedValues'), type?.secure === true) ??
    outOfBounds(value, definition) ??
    (depth < 32 ? brokenInside(value, definition, definitions, depth + 1) : undefined)
  );
}

function notAllowed(
  value: JsonValue,
  allowed: JsonValue | undefined,
  secure: boolean,
): BrokenRule | undefined {
  if (!Array.isArray(allowed)) return undefined;
  const fits = (item: JsonValue): boolean =>
    allowed.some((option) =>
      typeof option === 'string' && typeof item === 'string'
        ? option.toLowerCase() === item.toLowerCase()
        : sameValue(option, item),
    );
  // A list may hold any of the allowed values. Source: parameters, "Allowed values".
  if (fits(value) || (Array.isArray(value) && value.every(fits))) return undefined;
  // Source: Azure/azure-monitor-baseline-alerts #509 (message). A secret is not repeated (inferred).
  const said = secure ? 'The parameter value' : `The value '${shown(value)}'`;
  return {
    rule: 'allowedValues',
    message: `${said} is not part of the allowed value(s): '${allowed.map(shown).join(',')}'.`,
  };
}

function outOfBounds(value: JsonValue, definition: JsonObject): BrokenRule | undefined {
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  const number = typeof value === 'number' ? value : undefined;
  // Source of the words about lengths: microsoft/vscode-azurearmtools #1350; about values: inferred.
  const checks = [
    ['minLength', length, 'Length of the value should be greater than or equal to'],
    ['maxLength', length, 'Length of the value should be less than or equal to'],
    ['minValue', number, 'The value should be greater than or equal to'],
    ['maxValue', number, 'The value should be less than or equal to'],
  ] as const;
  for (const [name, measured, words] of checks) {
    const bound = memberOf(definition, name);
    if (typeof bound !== 'number' || measured === undefined) continue;
    const broken = name.startsWith('min') ? measured < bound : measured > bound;
    if (broken) return { rule: 'bounds', message: `${words} '${bound}'.` };
  }
  return undefined;
}

/** Members of objects and of lists, of user-defined types. */
function brokenInside(
  value: JsonValue,
  definition: JsonObject,
  definitions: JsonValue | undefined,
  depth: number,
): BrokenRule | undefined {
  const items = memberOf(definition, 'items');
  if (Array.isArray(value) && items !== undefined && isJsonObject(items)) {
    for (const item of value) {
      const broken = brokenRule(item, items, definitions, depth);
      if (broken) return broken;
    }
  }
  const properties = memberOf(definition, 'properties');
  if (!isJsonObject(value) || properties === undefined || !isJsonObject(properties))
    return undefined;
  for (const [name, property] of Object.entries(properties)) {
    if (!isJsonObject(property)) continue;
    const broken = brokenRule(memberOf(value, name) ?? null, property, definitions, depth);
    if (broken) return broken;
  }
  return undefined;
}

function shown(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
