import type { Caller } from '../../arm/index.ts';
import type { JsonValue } from '../../base/index.ts';

/** A request to our own front door, as if its client had sent it. */
export interface InternalRequest {
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path and query. */
  readonly target: string;
  readonly body?: JsonValue;
  readonly caller: Caller;
  /** Scheme and host that the client spoke to. */
  readonly origin: string;
  readonly correlationId: string;
  /** Derived by who sends it, so that it shifts nobody else's ids. */
  readonly requestId: string;
}

export interface InternalAnswer {
  readonly httpStatus: number;
  /** By name in any case. */
  header(name: string): string | undefined;
  /** Undefined when there is no body. */
  readonly json: JsonValue | undefined;
}

/** Every refusal that a client would get, a deployment gets too: there is no other door. */
export type Send = (request: InternalRequest) => Promise<InternalAnswer>;
