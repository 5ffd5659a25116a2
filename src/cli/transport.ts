import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { EmulatorError, type HttpRequest, type HttpResponse } from '../base/index.ts';
import type { Send } from '../server/index.ts';

/** An instance view is answered in milliseconds, a clock order over a large fleet in minutes. */
const IDLE_MS_MAX = 600_000;

/** An answer whose body is still coming. */
export interface OpenedAnswer {
  readonly httpStatus: number;
  /** Name, value, name, value, … */
  readonly headers: readonly string[];
  readonly pieces: AsyncIterable<Uint8Array>;
}

export type Open = (request: HttpRequest, signal?: AbortSignal) => Promise<OpenedAnswer>;

/** Takes requests to an emulator over HTTP or HTTPS; trusts only its own CA. */
export function createOpen(url: string, caFile: string | undefined): Open {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const ca = secure && caFile !== undefined ? readCa(caFile) : undefined;
  return (message, signal) =>
    new Promise((resolve, reject) => {
      const options: https.RequestOptions = {
        method: message.method,
        hostname,
        port,
        path: message.target,
        headers: message.headers,
        timeout: IDLE_MS_MAX,
        ...(ca !== undefined && { ca }),
        ...(signal !== undefined && { signal }),
      };
      const request = (secure ? https : http).request(options, (response) =>
        resolve({
          httpStatus: response.statusCode ?? 0,
          headers: response.rawHeaders,
          pieces: response,
        }),
      );
      request.on('timeout', () => request.destroy(new Error('it does not answer')));
      request.on('error', (error) => reject(unreachable(url, error)));
      request.end(message.body);
    });
}

/** The same for answers that are read as a whole. */
export function createTransport(url: string, caFile: string | undefined): Send {
  const open = createOpen(url, caFile);
  return async (message) => {
    const answer = await open(message);
    try {
      return await whole(answer);
    } catch (error) {
      throw error instanceof Error ? unreachable(url, error) : error;
    }
  };
}

export async function whole({ httpStatus, headers, pieces }: OpenedAnswer): Promise<HttpResponse> {
  const chunks: Uint8Array[] = [];
  for await (const piece of pieces) chunks.push(piece);
  return { httpStatus, headers, body: Buffer.concat(chunks) };
}

function readCa(caFile: string): string {
  if (existsSync(caFile)) return readFileSync(caFile, 'utf8');
  throw new EmulatorError(
    'EMU_NO_EMULATOR',
    `There is no CA certificate at ${caFile}. Name the data folder of the emulator with --data DIR, or use its http URL.`,
  );
}

function unreachable(url: string, cause: Error): EmulatorError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (/CERT|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new EmulatorError(
      'EMU_NO_EMULATOR',
      `${url} shows a certificate that is not from the emulator's CA (${code}). Name its data folder with --data DIR, or use its http URL.`,
      { cause },
    );
  }
  const reason = code === 'ECONNREFUSED' ? 'connection refused' : code || cause.message;
  return new EmulatorError(
    'EMU_NO_EMULATOR',
    `No emulator answers at ${url} (${reason}). Start one with \`lazulite start\`, or say where it is with --url URL.`,
    { cause },
  );
}
