import assert from 'node:assert/strict';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import {
  type HttpRequest,
  type HttpResponse,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../src/base/index.ts';

interface Found {
  readonly operation: JsonObject;
  readonly operationId: string;
}

/** Every member that an answer may have is in its schema: the document may not leave one out. */
function closed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(closed);
  if (!isJsonObject(value)) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, closed(member ?? null)]),
  );
  // Of `allOf`, a part knows only its own members.
  const isObject = copy['type'] === 'object' && copy['required'] !== undefined;
  return isObject ? { additionalProperties: false, ...copy } : copy;
}

/** The control API held to its document: what is sent and what is answered. */
export class Contract {
  readonly #paths: readonly (readonly [RegExp, JsonObject])[];
  readonly #responses: JsonObject;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });
  readonly #validators = new Map<string, ValidateFunction>();
  readonly #root: string;
  /** Operations that have succeeded, then `operationId status code` of what was refused. */
  readonly seen = new Set<string>();

  constructor(document: JsonObject) {
    this.#root = 'document';
    this.#ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    this.#ajv.addSchema({ $id: this.#root, components: closed(member(document, 'components')) });
    this.#responses = member(member(document, 'components'), 'responses');
    this.#paths = Object.entries(member(document, 'paths')).map(([path, item]) => [
      new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`, 'i'),
      item as JsonObject,
    ]);
  }

  find(method: string, target: string): Found | undefined {
    const [path = ''] = target.split('?', 1);
    // A path without braces goes before one with them.
    const matching = this.#paths.filter(([pattern]) => pattern.test(path));
    const [, item] = matching.toSorted(([one], [other]) => count(one) - count(other))[0] ?? [];
    const operation = item?.[method.toLowerCase()];
    if (!isJsonObject(operation)) return undefined;
    return { operation, operationId: String(operation['operationId']) };
  }

  /** Throws when the document tells it otherwise. */
  check(request: HttpRequest, response: HttpResponse): void {
    const { method, target, body } = request;
    const what = `${method} ${target} ${response.httpStatus}`;
    const found = this.find(method, target);
    const isGood = response.httpStatus < 300;
    if (found === undefined) {
      assert.ok(!isGood, `${what} is not in the document`);
      this.#answer(member(this.#responses, 'Refused'), response, what);
      return;
    }
    const { operation, operationId } = found;
    const responses = member(operation, 'responses');
    const told = responses[response.httpStatus] ?? responses['default'];
    // What the store or the door may say to anybody is as good as told.
    const isTold = responses[response.httpStatus] !== undefined || response.httpStatus === 403;
    assert.ok(isTold, `${what} is not told of ${operationId}`);
    this.#answer(this.#resolved(told), response, what);
    if (isGood) {
      this.#parameters(operation, target, what);
      this.#body(operation, body, what);
      this.seen.add(operationId);
    } else {
      this.seen.add(`${operationId} ${response.httpStatus}`);
    }
  }

  /** Of a good request, as what is refused need not be as told. */
  #parameters(operation: JsonObject, target: string, what: string): void {
    const parameters = listOf(operation['parameters']).filter((each) => each['in'] === 'query');
    const query = new URLSearchParams(target.split('?', 2)[1] ?? '');
    for (const [name, text] of query) {
      const parameter = parameters.find((each) => each['name'] === name);
      assert.ok(parameter, `${what}: ${name} is not told`);
      const schema = member(parameter, 'schema');
      this.#valid(schema, schema['type'] === 'integer' ? Number(text) : text, `${what} ${name}`);
    }
    for (const { name, required } of parameters) {
      assert.ok(required !== true || query.has(String(name)), `${what}: ${String(name)}`);
    }
  }

  #body(operation: JsonObject, body: Uint8Array, what: string): void {
    const told = operation['requestBody'];
    if (body.byteLength === 0) {
      assert.ok(!isJsonObject(told) || told['required'] !== true, `${what}: no body`);
      return;
    }
    assert.ok(isJsonObject(told), `${what}: a body is not told`);
    const [[type, media] = []] = Object.entries(member(told, 'content'));
    const text = new TextDecoder().decode(body);
    const value = type === 'application/json' ? (JSON.parse(text) as JsonValue) : text;
    this.#valid(member(media, 'schema'), value, what);
  }

  #answer(told: JsonObject, { headers, body }: HttpResponse, what: string): void {
    const bytes = body ?? new Uint8Array();
    const content = told['content'];
    if (!isJsonObject(content)) {
      assert.equal(bytes.byteLength, 0, `${what}: nothing is told`);
      return;
    }
    const at = headers.findIndex((each, index) => index % 2 === 0 && /^content-type$/i.test(each));
    const [type = ''] = (headers[at + 1] ?? '').split(';', 1);
    const media = content[type];
    assert.ok(isJsonObject(media), `${what}: ${type} is not told`);
    const schema = media['schema'];
    if (schema === undefined) return;
    const text = new TextDecoder().decode(bytes);
    const value = type === 'application/json' ? (JSON.parse(text) as JsonValue) : text;
    this.#valid(closed(schema) as JsonObject, value, what);
  }

  #valid(schema: JsonObject, value: JsonValue, what: string): void {
    const key = JSON.stringify(schema);
    const rooted = key.replaceAll('"#/components/', `"${this.#root}#/components/`);
    const validate =
      this.#validators.get(key) ?? this.#ajv.compile(JSON.parse(rooted) as JsonObject);
    this.#validators.set(key, validate);
    assert.ok(
      validate(value),
      `${what}: ${this.#ajv.errorsText(validate.errors)}\n${JSON.stringify(value).slice(0, 2_000)}`,
    );
  }

  #resolved(told: JsonValue | undefined): JsonObject {
    assert.ok(isJsonObject(told));
    const { $ref } = told;
    return typeof $ref === 'string' ? member(this.#responses, $ref.split('/').at(-1) ?? '') : told;
  }
}

function count(pattern: RegExp): number {
  return pattern.source.split('[^').length;
}

export function member(value: JsonValue | undefined, name: string): JsonObject {
  const found = isJsonObject(value) ? value[name] : undefined;
  assert.ok(isJsonObject(found), `there is no ${name}`);
  return found;
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
