import type { HttpRequest, HttpResponse, Instant } from '../../base/index.ts';

/** One request with its answer. Bodies are those that came and went; whoever shows them hides secrets. */
export interface LoggedRequest {
  /** Of this process, from 1 on. */
  readonly sequence: number;
  /** Virtual time. */
  readonly at: Instant;
  readonly endedAt: Instant;
  /** Application id. */
  readonly caller: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

export interface LogBounds {
  /** Entries. */
  readonly size: number;
  /** Bytes of all bodies together; older entries lose theirs. */
  readonly bytes: number;
}

const NO_BODY = new Uint8Array();
const NO_HEADERS = {};
/** So many of the newest keep all of their headers. */
const WHOLE_MAX = 50;
const NONE: readonly string[] = [];

/**
 * The last requests to ARM, in memory. Noting one down costs an object and no formatting. Whoever waits
 * for a request is told of each that comes.
 */
export class RequestLog {
  readonly #bounds: LogBounds;
  #entries: LoggedRequest[] = [];
  /** Where the oldest one stands, once it is full. */
  #start = 0;
  #sequence = 0;
  #bytes = 0;
  /** The first sequence whose bodies are kept. */
  #withBodies = 1;
  #lastShed: LoggedRequest | undefined;
  readonly #listeners = new Set<(entry: LoggedRequest) => void>();

  constructor(bounds: LogBounds) {
    this.#bounds = bounds;
  }

  /** The number of the last one; 0 when there was none. */
  get sequence(): number {
    return this.#sequence;
  }

  /** For every request, so it copies nothing. */
  note(
    request: HttpRequest,
    response: HttpResponse,
    caller: string,
    at: Instant,
    endedAt: Instant,
  ): void {
    this.#sequence += 1;
    const logged = { sequence: this.#sequence, at, endedAt, caller, request, response };
    if (this.#entries.length < this.#bounds.size) this.#entries.push(logged);
    else {
      const at = this.#start;
      this.#forget(this.#entries[at] as LoggedRequest);
      this.#entries[at] = logged;
      this.#start = (at + 1) % this.#bounds.size;
    }
    this.#shedHeaders(this.#sequence - WHOLE_MAX);
    this.#bytes += bytesOf(logged);
    if (this.#bytes > this.#bounds.bytes) this.#dropBodies();
    if (this.#listeners.size > 0) for (const listener of this.#listeners) listener(logged);
  }

  /** Oldest first, those after a sequence. */
  *after(sequence: number): Generator<LoggedRequest> {
    const { length } = this.#entries;
    const first = this.#sequence - length + 1;
    for (let at = Math.max(0, sequence + 1 - first); at < length; at += 1) {
      yield this.#entries[(this.#start + at) % length] as LoggedRequest;
    }
  }

  /** @return Ends the listening. */
  listen(listener: (entry: LoggedRequest) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  clear(): void {
    this.#entries = [];
    this.#start = 0;
    this.#bytes = 0;
    this.#lastShed = undefined;
    this.#withBodies = this.#sequence + 1;
  }

  /**
   * Of a read that went well and is no longer new. What lives long is copied by the garbage collector:
   * the headers of all cost a sixth of all requests per second.
   */
  #shedHeaders(of: number): void {
    const { length } = this.#entries;
    const place = of - (this.#sequence - length + 1);
    if (place < 0) return;
    const index = (this.#start + place) % length;
    const entry = this.#entries[index] as LoggedRequest;
    const { request, response } = entry;
    if (request.method !== 'GET' || response.httpStatus >= 300) return;
    const { sequence, at, endedAt } = entry;
    const { method, target, body, secure } = request;
    // Polls are alike: the same again costs one small object.
    const last = this.#lastShed;
    if (
      last?.request.target === target &&
      last.request.secure === secure &&
      last.response.body === response.body &&
      last.caller === entry.caller &&
      last.response.httpStatus === response.httpStatus
    ) {
      this.#entries[index] = { ...last, sequence, at, endedAt };
      return;
    }
    this.#lastShed = {
      sequence,
      at,
      endedAt,
      caller: entry.caller,
      request: { method, target, headers: NO_HEADERS, body, secure },
      response: { httpStatus: response.httpStatus, headers: NONE, body: response.body },
    };
    this.#entries[index] = this.#lastShed;
  }

  #forget(entry: LoggedRequest): void {
    if (entry.sequence < this.#withBodies) return;
    this.#bytes -= bytesOf(entry);
    this.#withBodies = entry.sequence + 1;
  }

  /** Of the older half, so that this is rare. */
  #dropBodies(): void {
    const { length } = this.#entries;
    for (let at = 0; at < length && this.#bytes > this.#bounds.bytes / 2; at += 1) {
      const index = (this.#start + at) % length;
      const entry = this.#entries[index] as LoggedRequest;
      if (entry.sequence < this.#withBodies) continue;
      this.#forget(entry);
      const { request, response } = entry;
      this.#entries[index] = {
        ...entry,
        request: { ...request, body: NO_BODY },
        response: { ...response, body: null },
      };
    }
  }
}

function bytesOf({ request, response }: LoggedRequest): number {
  return request.body.byteLength + (response.body?.byteLength ?? 0);
}
