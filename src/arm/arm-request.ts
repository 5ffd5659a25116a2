import type { HttpRequest, JsonValue } from '../base/index.ts';
import type { Admitted } from './admission.ts';
import { parseJsonBody } from './request-json.ts';
import type { ArmRequest, Caller, HttpMethod } from './types.ts';

/** An admitted request as operations see it. A class, so that a poll costs one small object. */
export class RoutedRequest<Services> implements ArmRequest {
  readonly #admitted: Admitted<Services>;
  readonly #request: HttpRequest;
  readonly caller: Caller;
  readonly requestId: string;
  readonly correlationId: string;
  readonly isInternal: boolean;

  constructor(
    admitted: Admitted<Services>,
    request: HttpRequest,
    caller: Caller,
    ids: {
      readonly requestId: string;
      readonly correlationId: string;
      readonly isInternal: boolean;
    },
  ) {
    this.#admitted = admitted;
    this.#request = request;
    this.caller = caller;
    this.requestId = ids.requestId;
    this.correlationId = ids.correlationId;
    this.isInternal = ids.isInternal;
  }

  get method(): HttpMethod {
    return this.#admitted.operation.method;
  }

  get path(): string {
    return this.#admitted.target.path;
  }

  get params(): Readonly<Record<string, string>> {
    return this.#admitted.params;
  }

  get query(): Readonly<Record<string, string>> {
    return this.#admitted.query;
  }

  get apiVersion(): string {
    return this.#admitted.apiVersion;
  }

  get servedVersion(): string {
    return this.#admitted.servedVersion;
  }

  get headers(): Readonly<Record<string, string | undefined>> {
    return this.#request.headers;
  }

  get origin(): string {
    const host = this.#request.headers['host'] ?? 'localhost';
    return `${this.#request.secure ? 'https' : 'http'}://${host}`;
  }

  get body(): Uint8Array {
    return this.#request.body;
  }

  json(): JsonValue | undefined {
    return parseJsonBody(this.#request.body);
  }
}
