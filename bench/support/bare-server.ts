import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

/** What node:http costs when it always says the same. */
export interface BareAnswer {
  /** Flat: name, value, name, value, …. */
  readonly headers: readonly string[];
  readonly body: string;
  readonly key: string;
  readonly cert: string;
}

export interface BarePorts {
  readonly http: number;
  readonly https: number;
}

/** As our listener has it, so that the same Keep-Alive header is sent. */
const KEEP_ALIVE_MS = 75_000;

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function serve(answer: BareAnswer): Promise<BarePorts> {
  const body = Buffer.from(answer.body);
  const headers = [...answer.headers];
  const listener: RequestListener = (_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  };
  const options = { keepAliveTimeout: KEEP_ALIVE_MS };
  return {
    http: await listen(createServer(options, listener)),
    https: await listen(
      createSecureServer(
        { ...options, key: answer.key, cert: answer.cert, ALPNProtocols: ['http/1.1'] },
        listener,
      ),
    ),
  };
}

process.on('message', (message: BareAnswer | string) => {
  // The probe of this process has its own questions.
  if (typeof message === 'string') return;
  void serve(message).then((ports) => process.send?.(ports));
});
process.on('disconnect', () => process.exit());
// The probe lets go of the channel; before it listens nothing else keeps this process alive.
process.channel?.ref();
