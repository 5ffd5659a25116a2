/**
 * What a member of a model may hold. The tables made of these are facts of the specification: names,
 * types and allowed values of every member that a scale set of any api-version has.
 */
export type Shape =
  | { readonly kind: 'string' | 'boolean' | 'integer' | 'number' | 'anything' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly value: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  /** What the service calls the type in `Could not find member 'x' on object of type '…'`. */
  readonly typeName: string;
  /** By lower-cased name: the service matches member names without regard to case. */
  readonly members: ReadonlyMap<string, Member>;
  /** Passes over other members instead of refusing them. */
  readonly dropsOthers?: true;
}

export interface Member {
  /** As the specification cases it. */
  readonly name: string;
  readonly shape: Shape;
}

export const string: Shape = { kind: 'string' };
export const boolean: Shape = { kind: 'boolean' };
export const integer: Shape = { kind: 'integer' };
export const number: Shape = { kind: 'number' };
export const anything: Shape = { kind: 'anything' };

export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'enum', values };
}

export function listOf(item: Shape): Shape {
  return { kind: 'list', item };
}

export function mapOf(value: Shape): Shape {
  return { kind: 'map', value };
}

export function object(typeName: string, members: Readonly<Record<string, Shape>>): ObjectShape {
  return {
    kind: 'object',
    typeName,
    members: new Map(
      Object.entries(members).map(([name, shape]) => [name.toLowerCase(), { name, shape }]),
    ),
  };
}

/** `{ "id": … }`, the reference to another resource. */
export const reference = object('SubResource', { id: string });

/**
 * A reference for which a whole resource is taken as well: templates of Microsoft hand
 * `loadBalancer.properties.backendAddressPools` on as it is (azure-quickstart-templates,
 * vmss-flexible-orchestration-quickstart), with `name`, `etag` and `properties`.
 */
export const resourceOrReference: ObjectShape = { ...reference, dropsOthers: true };

/** What becomes of a disk, network interface or address with its machine. */
export const deleteOption = oneOf('Delete', 'Detach');

/** A named thing whose properties stand in `properties`, as network and extension parts do. */
export function named(
  typeName: string,
  properties: Readonly<Record<string, Shape>>,
  besides: Readonly<Record<string, Shape>> = {},
): ObjectShape {
  return object(typeName, {
    name: string,
    id: string,
    ...besides,
    properties: object(`${typeName}Properties`, properties),
  });
}
