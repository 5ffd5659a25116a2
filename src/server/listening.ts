import type { HttpRequest, HttpResponse } from '../base/index.ts';
import { type EmulatorConfig, isLoopback } from './config.ts';
import { createListener } from './edge/index.ts';
import type { Listening } from './emulator.ts';
import type { Log } from './log.ts';
import { openDataFolder } from './open-data-folder.ts';

/** An open port, and how to reach it. */
export interface Opened {
  readonly listening: Listening;
  close(): Promise<void>;
}

/** Opens the port with the installation's certificates. */
export async function startListening(
  config: EmulatorConfig,
  handle: (request: HttpRequest) => Promise<HttpResponse> | HttpResponse,
  log: Log,
): Promise<Opened> {
  const { openCertificates } = await import('./tls/index.ts');
  const names = isLoopback(config.host) ? [] : [config.host];
  const { key, cert, caFile, caBundleFile } = await openDataFolder(config.dataFolder, (folder) =>
    openCertificates({ folder, hosts: names }),
  );
  const listener = await createListener({
    handle,
    tls: { key, cert },
    host: config.host,
    port: config.port,
    allowedHosts: names,
    onError: (error) => log({ level: 'error', message: 'a request failed in our own code', error }),
  });
  const authority = `${nameFor(config.host)}:${listener.port}`;
  return {
    listening: {
      url: `https://${authority}`,
      httpUrl: `http://${authority}`,
      port: listener.port,
      caFile,
      caBundleFile,
    },
    close: () => listener.close({ graceful: true }),
  };
}

/** How this machine calls itself: by `localhost`, unless only another name leads here. */
function nameFor(host: string): string {
  const isEverywhere = host === '0.0.0.0' || host === '::' || host === '[::]';
  if (isEverywhere || isLoopback(host)) return 'localhost';
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
