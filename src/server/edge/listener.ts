import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import type { Duplex } from 'node:stream';
import { EmulatorError } from '../../base/index.ts';
import { createExchange, type Handle } from './exchange.ts';
import { createHostGuard } from './host-guard.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { refusal, writeRaw } from './refusal.ts';
import { watchSilence } from './silence.ts';

export interface ListenerOptions {
  readonly handle: Handle;
  /** PEM texts. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Names that count as ours besides localhost, loopback addresses and `host`. */
  readonly allowedHosts: readonly string[];
  /** Told of errors that `handle` throws: bugs of ours, each answered 500. */
  readonly onError: (error: unknown) => void;
  readonly limits?: Partial<Limits>;
}

export interface Listener {
  readonly port: number;
  /**
   * Stops accepting. `graceful`: requests under way are finished (for `stopMs` at most) and idle
   * connections closed; otherwise everything is cut. Resolves when no connection is left.
   */
  close(how: { readonly graceful: boolean }): Promise<void>;
}

/** The first byte of a TLS handshake record (RFC 8446 §5.1); no HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;

/** Opens the one port that answers both HTTPS and HTTP. */
export async function createListener(options: ListenerOptions): Promise<Listener> {
  const limits = { ...defaultLimits, ...options.limits };
  const sockets = new Set<Socket>();
  const unheard = new Set<Socket>();
  const streaming = new Set<Socket>();
  let closing = false;

  const parts = {
    handle: options.handle,
    limits,
    onError: options.onError,
    isOurHost: createHostGuard(options),
    isClosing: () => closing,
    beginStream: (socket: Socket) => {
      const carrier = carrierOf(socket, sockets);
      streaming.add(carrier);
      return () => void streaming.delete(carrier);
    },
  };
  const plain = createHttpServer(httpOptions(limits));
  const secure = createHttpsServer({
    ...httpOptions(limits),
    ...options.tls,
    handshakeTimeout: limits.handshakeMs,
    // HTTP/2 would halve the speed of clients with one stream. Source: DESIGN.md §6, measured.
    ALPNProtocols: ['http/1.1'],
  });
  prepare(plain, createExchange(parts, false));
  prepare(secure, createExchange(parts, true));

  // Half-open, as node:http listens: a client may end its side as soon as it has asked.
  const doorway = createNetServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    unheard.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      unheard.delete(socket);
    });
    awaitFirstByte(socket, limits.firstByteMs, (byte) => {
      unheard.delete(socket);
      (byte === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
    });
  });
  doorway.maxConnections = limits.connectionsMax;
  await listen(doorway, options.host, options.port);
  // Accepting may fail later (no file descriptors left); the next connection is another try.
  doorway.on('error', options.onError);
  const silence = watchSilence({ sockets, streaming }, limits.silenceMs);

  let closed: Promise<void> | undefined;
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    port: (doorway.address() as AddressInfo).port,
    close({ graceful }) {
      closing = true;
      closed ??= new Promise<void>((resolve) => {
        const deadline = setTimeout(cut, limits.stopMs);
        doorway.close(() => {
          clearTimeout(deadline);
          silence.stop();
          resolve();
        });
        for (const socket of unheard) socket.destroy();
        // These two do not listen themselves; closing them closes idle connections and stops their checks.
        plain.close();
        secure.close();
      });
      if (!graceful) cut();
      return closed;
    },
  };
}

/** The connection that carries this one: itself, or what TLS runs over. */
function carrierOf(socket: Socket, sockets: ReadonlySet<Socket>): Socket {
  const { remoteAddress, remotePort } = socket;
  const isSame = (other: Socket): boolean =>
    other.remotePort === remotePort && other.remoteAddress === remoteAddress;
  return sockets.has(socket) ? socket : ([...sockets].find(isSame) ?? socket);
}

function httpOptions(limits: Limits): ServerOptions {
  return {
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    // How often the two limits above are looked at.
    connectionsCheckingInterval: Math.min(1_000, Math.ceil(limits.headersMs / 4)),
    insecureHTTPParser: false,
    // Node would answer without a body; the exchange says what is missing.
    requireHostHeader: false,
    // Requests without a body (nearly all) get no stream machinery.
    optimizeEmptyRequests: true,
  };
}

function prepare(server: HttpServer, exchange: ReturnType<typeof createExchange>): void {
  server.on('request', (incoming, outgoing) => exchange(incoming, outgoing, false));
  server.on('checkContinue', (incoming, outgoing) => exchange(incoming, outgoing, true));
  // What else a client may expect can be left unheard (RFC 9110 §10.1.1); Node would answer without a body.
  server.on('checkExpectation', (incoming, outgoing) => exchange(incoming, outgoing, false));
  server.on('clientError', answerMalformed);
  // Node starts its list of connections, on which the timeouts and closing rest, when a server begins
  // to listen. These are handed their connections, so they are told; the tests of slow senders fail if
  // a version of Node does otherwise.
  server.emit('listening');
}

function awaitFirstByte(socket: Socket, limitMs: number, arrived: (byte: number) => void): void {
  const giveUp = (): void => {
    socket.destroy();
  };
  socket.setTimeout(limitMs, giveUp);
  socket.once('error', giveUp);
  socket.once('end', giveUp);
  socket.once('data', (chunk: Buffer) => {
    socket.off('timeout', giveUp);
    socket.off('error', giveUp);
    socket.off('end', giveUp);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(chunk);
    arrived(chunk[0] ?? 0);
    process.nextTick(() => socket.resume());
  });
}

/** What is no HTTP gets one answer, and the connection ends. */
function answerMalformed(error: Error & { code?: string }, socket: Duplex): void {
  const underWay = (socket as Duplex & { _httpMessage?: ServerResponse | null })._httpMessage;
  const answer = malformedAnswer(error.code ?? '');
  // Nothing to say when TLS failed or the client is gone, and nothing may be said into an answer.
  if (answer === undefined || !socket.writable || underWay?.headersSent) {
    socket.destroy();
    return;
  }
  socket.end(answer, () => socket.destroy());
}

function malformedAnswer(code: string): string | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return writeRaw(
      refusal(431, 'RequestHeaderFieldsTooLarge', 'The request headers are too large.'),
      'Request Header Fields Too Large',
    );
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return writeRaw(
      refusal(408, 'RequestTimeout', 'The request was not received in time.'),
      'Request Timeout',
    );
  }
  if (!code.startsWith('HPE_')) return undefined;
  return writeRaw(refusal(400, 'BadRequest', 'The request is malformed.'), 'Bad Request');
}

async function listen(server: NetServer, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refused = (error: Error & { code?: string }): void =>
      reject(listenError(error, host, port));
    server.once('error', refused);
    server.listen({ host: host.replace(/^\[(.*)\]$/, '$1'), port, backlog: 511 }, () => {
      server.off('error', refused);
      resolve();
    });
  });
}

function listenError(cause: Error & { code?: string }, host: string, port: number): EmulatorError {
  if (cause.code === 'EADDRINUSE') {
    const message = `Port ${port} on ${host} is in use. Stop what uses it, or choose another: --port 0 takes a free one.`;
    return new EmulatorError('EMU_ADDRESS_IN_USE', message, { cause });
  }
  return new EmulatorError(
    'EMU_BAD_OPTION',
    `Lazulite cannot listen on ${host}, port ${port}: ${cause.message}`,
    { cause },
  );
}
