/** A request as every room sees it: in process or from a socket, nothing of Node's in it. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query exactly as sent, e.g. `/subscriptions?api-version=2020-01-01`. */
  readonly target: string;
  /** Header names in lower case; several lines of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The whole body; empty when there was none. */
  readonly body: Uint8Array;
  /** Whether it came over TLS; with the Host header this gives the origin for links. */
  readonly secure: boolean;
}

/** An answer before it is written to a socket. Content-Length is added by the listener. */
export interface HttpResponse {
  readonly httpStatus: number;
  /** Name, value, name, value, …, in wire order and casing. */
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
  /** The connection is to end: before the answer, or in the middle of its body. */
  readonly cut?: 'before' | 'middle';
  /** The fault rule that had a hand in it; for the request log. */
  readonly fault?: string;
  /** In place of a body. */
  readonly stream?: HttpStream;
}

/** A body that comes as time goes on; whoever is given one has to read it, or to abort. */
export interface HttpStream {
  /** No piece is made before the one before it has been taken. Ends soon after the signal. */
  pieces(signal: AbortSignal): AsyncIterable<string>;
  /** What a reader is told that takes nothing for too long. */
  readonly farewell: string;
}
