import type { HealthView, ReadyView } from '../../client/index.ts';
import { readAnswer } from '../../server/index.ts';
import { type ConnectionOptions, expectOk, findEmulator } from '../connection.ts';
import { createTransport } from '../transport.ts';
import type { CommandContext } from './context.ts';

export interface HealthOptions extends ConnectionOptions {
  readonly json?: true;
}

/** Says whether the emulator answers and can serve requests; needs nobody to be signed in. */
export async function commandHealth(
  options: HealthOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { url, caFile } = findEmulator(options, environment);
  const send = createTransport(url, caFile);
  const { host } = new URL(url);
  const ask = async (target: string) => {
    const request = { method: 'GET', headers: { host }, body: new Uint8Array(), secure: true };
    return expectOk(readAnswer(await send({ ...request, target })), 'The emulator');
  };
  const health = (await ask('/_lazulite/health')) as unknown as HealthView;
  const ready = (await ask('/_lazulite/ready')) as unknown as ReadyView;
  if (options.json === true || !terminal.interactive) {
    terminal.write(`${JSON.stringify({ url, health, ready })}\n`);
    return;
  }
  terminal.write(`Lazulite ${health.version} at ${url} is ${ready.status}.\n`);
}
