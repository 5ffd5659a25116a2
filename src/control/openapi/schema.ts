import type { JsonObject, JsonValue } from '../../base/index.ts';

/** A JSON Schema (2020-12, as in OpenAPI 3.1) without the type that it stands for. */
export interface AnySchema {
  readonly json: JsonObject;
  /** What it refers to, by name. */
  readonly definitions: Readonly<Record<string, JsonObject>>;
}

/**
 * The schema of values of one type of ours, neither wider nor narrower: the compiler finds a member
 * that a schema has forgotten, and one that is not there any more.
 */
export interface Schema<T> extends AnySchema {
  /** Never there; takes and gives, so that a schema of another type does not pass. */
  readonly of?: (value: T) => T;
}

/** A member that may be left out. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

type TypeOf<Some> = Some extends Schema<infer T> ? T : never;

type Member = AnySchema | { readonly optional: AnySchema };

export type Properties<T> = {
  readonly [Name in keyof T]-?: object extends Pick<T, Name>
    ? Optional<Exclude<T[Name], undefined>>
    : Schema<T[Name]>;
};

/** Of answers: more members may come in later releases. */
export function object<T extends object>(
  properties: Properties<T>,
  description?: string,
): Schema<T> {
  const members = Object.entries(properties as Readonly<Record<string, Member>>);
  const schemas = members.map(([name, member]) => [name, schemaOf(member)] as const);
  const required = members.flatMap(([name, member]) => ('optional' in member ? [] : [name]));
  return {
    json: {
      type: 'object',
      ...described(description),
      ...(required.length === 0 ? {} : { required }),
      properties: Object.fromEntries(schemas.map(([name, { json }]) => [name, json])),
    },
    definitions: together(schemas.map(([, schema]) => schema)),
  };
}

/** Of orders: a member that is not known is refused. */
export function order<T extends object>(
  properties: Properties<T>,
  description?: string,
): Schema<T> {
  const { json, definitions } = object<T>(properties, description);
  return { json: { ...json, additionalProperties: false }, definitions };
}

export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

export function text(description?: string, more: JsonObject = {}): Schema<string> {
  return plain({ type: 'string', ...described(description), ...more });
}

export function integer(description?: string, more: JsonObject = {}): Schema<number> {
  return plain({ type: 'integer', ...described(description), ...more });
}

export function number(description?: string): Schema<number> {
  return plain({ type: 'number', ...described(description) });
}

export function flag(description?: string): Schema<boolean> {
  return plain({ type: 'boolean', ...described(description) });
}

export function instant(description?: string): Schema<string> {
  return text(description, { format: 'date-time', examples: ['2026-01-01T00:03:00+00:00'] });
}

export function anything(description?: string): Schema<JsonValue> {
  return plain(described(description));
}

export function anyObject(description?: string): Schema<JsonObject> {
  return plain({ type: 'object', ...described(description) });
}

export function constant<const T extends string | boolean>(value: T): Schema<T> {
  return plain({ const: value });
}

export function choice<const T extends string>(
  values: readonly T[],
  description?: string,
): Schema<T> {
  return plain({ enum: [...values], ...described(description) });
}

export function list<T>(
  { json, definitions }: Schema<T>,
  description?: string,
  more: JsonObject = {},
): Schema<readonly T[]> {
  return { json: { type: 'array', ...described(description), items: json, ...more }, definitions };
}

export function dictionary<T>(
  { json, definitions }: Schema<T>,
  description?: string,
): Schema<Readonly<Record<string, T>>> {
  const members = { type: 'object', ...described(description), additionalProperties: json };
  return { json: members, definitions };
}

/** A number for each of the names. */
export function counts<const Name extends string>(
  names: readonly Name[],
  description?: string,
): Schema<Readonly<Record<Name, number>>> {
  const count = { type: 'integer', minimum: 0 };
  return plain({
    type: 'object',
    ...described(description),
    required: [...names],
    properties: Object.fromEntries(names.map((name) => [name, count])),
  });
}

export function nullable<T>(
  { json, definitions }: Schema<T>,
  description?: string,
): Schema<T | null> {
  const { type } = json;
  const either: JsonObject =
    typeof type === 'string'
      ? { ...json, type: [type, 'null'] }
      : { anyOf: [json, { type: 'null' }] };
  return { json: { ...either, ...described(description) }, definitions };
}

export function oneOf<T extends readonly AnySchema[]>(...schemas: T): Schema<TypeOf<T[number]>> {
  return { json: { oneOf: schemas.map(({ json }) => json) }, definitions: together(schemas) };
}

/** For those that a value may be told by at the same time, such as empty pages. */
export function anyOf<T extends readonly AnySchema[]>(...schemas: T): Schema<TypeOf<T[number]>> {
  return { json: { anyOf: schemas.map(({ json }) => json) }, definitions: together(schemas) };
}

/** Stands in the document once, under its name. */
export function named<T>(name: string, { json, definitions }: Schema<T>): Schema<T> {
  return {
    json: { $ref: `#/components/schemas/${name}` },
    definitions: { ...definitions, [name]: json },
  };
}

export function together(schemas: readonly AnySchema[]): Readonly<Record<string, JsonObject>> {
  return Object.assign({}, ...schemas.map(({ definitions }) => definitions)) as Readonly<
    Record<string, JsonObject>
  >;
}

function plain<T>(json: JsonObject): Schema<T> {
  return { json, definitions: {} };
}

function described(description: string | undefined): JsonObject {
  return description === undefined ? {} : { description };
}

function schemaOf(member: Member): AnySchema {
  return 'optional' in member ? member.optional : member;
}
