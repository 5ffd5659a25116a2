import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpRequest, HttpResponse } from '../../base/index.ts';
import type { Limits } from './limits.ts';
import { refusal, tooLarge } from './refusal.ts';
import { readBody } from './request-body.ts';
import { guardRequest } from './request-guard.ts';
import { sendStream } from './send-stream.ts';

export type Handle = (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;

export interface ExchangeParts {
  readonly handle: Handle;
  readonly limits: Limits;
  readonly isOurHost: (header: string) => boolean;
  /** Told of what `handle` threw; the client is told 500. */
  readonly onError: (error: unknown) => void;
  readonly isClosing: () => boolean;
  /** A body begins that goes on for as long as it is read. @return To be called at its end. */
  readonly beginStream: (socket: Socket) => () => void;
}

const NO_BODY = new Uint8Array();
const SLASH = 0x2f;
/**
 * Node joins a body that is a text with the header and writes both as one piece, which is one TLS
 * record and one copy less; bytes are a second one. Latin-1 has a character for each byte, so any bytes
 * can go that way.
 */
const JOINED_BYTES_MAX = 16_384;

/** Turns Node's requests into ours and our answers into Node's, without allocating what is not needed. */
export function createExchange(
  { handle, limits, isOurHost, onError, isClosing, beginStream }: ExchangeParts,
  secure: boolean,
): (incoming: IncomingMessage, outgoing: ServerResponse, awaitsContinue: boolean) => void {
  function respond(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    response: HttpResponse,
  ): void {
    if (response.cut !== undefined) {
      cutOff(outgoing, response);
      return;
    }
    const { httpStatus, body, stream } = response;
    const headers = response.headers.slice();
    if (isClosing()) headers.push('Connection', 'close');
    if (stream !== undefined) {
      // Nobody asks again on a connection whose answer never ends.
      outgoing.writeHead(httpStatus, [...headers, ...(isClosing() ? [] : ['Connection', 'close'])]);
      const endStream = beginStream(incoming.socket);
      sendStream(outgoing, stream, limits)
        .catch((error: unknown) => fail(incoming, outgoing, error))
        .finally(endStream);
      return;
    }
    if (httpStatus !== 204 && httpStatus !== 304)
      headers.push('Content-Length', String(body?.byteLength ?? 0));
    outgoing.writeHead(httpStatus, headers);
    if (body === null || incoming.method === 'HEAD') outgoing.end();
    else if (body instanceof Buffer && body.byteLength <= JOINED_BYTES_MAX) {
      outgoing.end(body.toString('latin1'), 'latin1');
    } else outgoing.end(body);
  }

  function fail(incoming: IncomingMessage, outgoing: ServerResponse, error: unknown): void {
    onError(error);
    if (outgoing.headersSent) outgoing.destroy();
    else
      respond(
        incoming,
        outgoing,
        refusal(500, 'InternalServerError', 'The emulator failed. Its log says why.'),
      );
  }

  function dispatch(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    target: string,
    body: Uint8Array,
  ): void {
    try {
      const answer = handle({
        method: incoming.method ?? 'GET',
        target,
        headers: incoming.headers as HttpRequest['headers'],
        body,
        secure,
      });
      if (!(answer instanceof Promise)) {
        respond(incoming, outgoing, answer);
        return;
      }
      answer
        .then((response) => respond(incoming, outgoing, response))
        .catch((error: unknown) => fail(incoming, outgoing, error));
    } catch (error) {
      fail(incoming, outgoing, error);
    }
  }

  return (incoming, outgoing, awaitsContinue) => {
    const { headers } = incoming;
    const target = originForm(incoming);
    const refused =
      target === undefined || hasManyHosts(incoming.rawHeaders)
        ? refusal(400, 'BadRequest', 'The request line or the Host header is malformed.')
        : guardRequest(headers, secure, isOurHost);
    const length = headers['content-length'];
    const hasBody =
      (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
    if (refused !== undefined || target === undefined) {
      const answer = refused ?? refusal(400, 'BadRequest', 'The request line is malformed.');
      if (hasBody) refuseSender(incoming, outgoing, answer, limits, awaitsContinue);
      else respond(incoming, outgoing, answer);
      return;
    }
    if (!hasBody) {
      dispatch(incoming, outgoing, target, NO_BODY);
      return;
    }
    const refuseLarge = (): void =>
      refuseSender(incoming, outgoing, tooLarge(limits.bodyBytesMax), limits, awaitsContinue);
    if (length !== undefined && Number(length) > limits.bodyBytesMax) {
      refuseLarge();
      return;
    }
    if (awaitsContinue) outgoing.writeContinue();
    readBody(
      incoming,
      limits.bodyBytesMax,
      (body) => dispatch(incoming, outgoing, target, body),
      refuseLarge,
    );
  };
}

/** The connection ends, without an answer or with half of one. */
function cutOff(outgoing: ServerResponse, { httpStatus, headers, body, cut }: HttpResponse): void {
  if (cut === 'before' || body === null) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(httpStatus, [...headers, 'Content-Length', String(body.byteLength)]);
  // Gone only when the half is written, so that the client has seen it.
  outgoing.write(body.subarray(0, Math.ceil(body.byteLength / 2)), () => outgoing.destroy());
}

/**
 * Answers while the body is still coming, and closes. Closing at once would reset the connection and
 * take the answer away before it is read, so what comes is thrown away for a while.
 */
function refuseSender(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: HttpResponse,
  limits: Limits,
  awaitsContinue: boolean,
): void {
  const { body } = response;
  outgoing.writeHead(response.httpStatus, [
    ...response.headers,
    'Connection',
    'close',
    'Content-Length',
    String(body?.byteLength ?? 0),
  ]);
  // A client that waits for our consent has sent nothing yet, and now will not.
  if (awaitsContinue) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body);
  const enough = (): void => {
    clearTimeout(timer);
    outgoing.end();
  };
  const timer = setTimeout(enough, limits.lingerMs);
  incoming.once('end', enough);
  incoming.once('close', enough);
  incoming.resume();
}

/**
 * The target from its path on. A target may also name scheme and host (RFC 9112 §3.2.2); that host is
 * then the one that counts. Undefined for `*` and everything else.
 */
function originForm(incoming: IncomingMessage): string | undefined {
  const target = incoming.url ?? '';
  if (target.charCodeAt(0) === SLASH) return target;
  const match = /^https?:\/\/([^/?#@\s]+)(\/[^#]*|\?[^#]*)?$/i.exec(target);
  if (!match) return undefined;
  incoming.headers.host = match[1];
  const rest = match[2] ?? '/';
  return rest.charCodeAt(0) === SLASH ? rest : `/${rest}`;
}

/** Node keeps the first of several Host headers; RFC 9112 §3.2 wants all of them refused. */
function hasManyHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}
