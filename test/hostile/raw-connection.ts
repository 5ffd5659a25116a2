import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request as bytes on the wire; nothing about it needs to be right. */
export interface RawRequest {
  readonly method: string;
  readonly bytes: Buffer;
  /** Nothing is sent after it, and its answer ends with the connection. */
  readonly alone: boolean;
}

export interface RawAnswer {
  readonly httpStatus: number;
  readonly head: string;
  readonly body: Buffer;
}

/** Sends bytes that no HTTP client would send, one request after the other. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | undefined;
  #received = Buffer.alloc(0);

  constructor(port: number) {
    this.#port = port;
  }

  /** Undefined when the connection was closed without an answer. */
  async exchange(request: RawRequest): Promise<RawAnswer | undefined> {
    // A connection may have been closed since its last answer; then the request was not read.
    const socket = request.alone ? this.#open() : (this.#socket ?? this.#open());
    this.#received = Buffer.alloc(0);
    if (request.alone) socket.end(request.bytes);
    else socket.write(request.bytes);
    for (;;) {
      const answer = parse(this.#received, request.method);
      if (answer !== undefined && !isInterim(answer)) {
        if (request.alone || /\r\nconnection: close\r\n/i.test(`${answer.head}\r\n`)) this.close();
        return answer;
      }
      if (socket.closed || socket.destroyed) return undefined;
      if (!(await more(socket))) {
        this.close();
        return parse(this.#received, request.method);
      }
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open(): Socket {
    this.close();
    const socket = connect({ port: this.#port, host: '127.0.0.1' });
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    // A reset is a refusal without words.
    socket.on('error', () => socket.destroy());
    this.#socket = socket;
    return socket;
  }
}

/** False when nothing more will come. */
async function more(socket: Socket): Promise<boolean> {
  const calledOff = new AbortController();
  const { signal } = calledOff;
  try {
    return await Promise.race([
      once(socket, 'data', { signal }).then(() => true),
      once(socket, 'close', { signal }).then(() => false),
    ]);
  } catch {
    // `once` also rejects for an error of the socket, which closes it.
    return false;
  } finally {
    calledOff.abort();
  }
}

function isInterim({ httpStatus }: RawAnswer): boolean {
  return httpStatus < 200;
}

/** Undefined while something is missing. */
function parse(received: Buffer, method: string): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = received.subarray(0, end).toString('latin1');
  const httpStatus = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  if (httpStatus === 100) return parse(received.subarray(end + 4), method);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const body = received.subarray(end + 4);
  if (method === 'HEAD') return { httpStatus, head, body: Buffer.alloc(0) };
  return body.length < length ? undefined : { httpStatus, head, body: body.subarray(0, length) };
}
