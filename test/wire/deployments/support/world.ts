import type { JsonObject } from '../../../../src/base/index.ts';
import { createEmulator, type OptionValues, parseConfig } from '../../../../src/server/index.ts';
import { linuxSet } from '../../compute/support/models.ts';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
export const S = `/subscriptions/${SUBSCRIPTION}`;
export const RG = `${S}/resourceGroups/RG`;
export const SETS = `${RG}/providers/Microsoft.Compute/virtualMachineScaleSets`;
export const VERSION = '2022-09-01';
export const COMPUTE_VERSION = '2024-07-01';

export interface Answer {
  readonly httpStatus: number;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies of any form
  readonly json: any;
  header(name: string): string | undefined;
}

/** A whole emulator with a resource group in it; every request goes in as from a socket. */
export interface World extends AsyncDisposable {
  send(method: string, path: string, body?: unknown, version?: string): Promise<Answer>;
  /** Moves the clock, or asks it; answers its view. */
  clock(order?: JsonObject): Promise<JsonObject>;
  close(): Promise<void>;
}

export async function createWorld(options: OptionValues = {}): Promise<World> {
  const emulator = await createEmulator(
    parseConfig({
      store: 'memory',
      clock: 'manual',
      port: 0,
      logLevel: 'error',
      auth: 'open',
      lifecycle: 'fast',
      ...options,
    }),
  );
  const inject = async (method: string, target: string, body: unknown): Promise<Answer> => {
    const bytes =
      body instanceof Uint8Array
        ? body
        : Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''), 'utf8');
    const response = await emulator.handle({
      method,
      target,
      headers: { host: 'localhost:8677' },
      body: bytes,
      secure: true,
    });
    return readable(response);
  };
  const world: World = {
    send(method, path, body, version) {
      const local = path.replace('https://localhost:8677', '');
      const mark = local.includes('?') ? '&' : '?';
      const wanted = version ?? (/\/Microsoft\.Compute\//i.test(local) ? COMPUTE_VERSION : VERSION);
      const target = local.includes('api-version=')
        ? local
        : `${local}${mark}api-version=${wanted}`;
      return inject(method, target, body);
    },
    async clock(order) {
      const answer = await inject(order === undefined ? 'GET' : 'POST', '/_lazulite/clock', order);
      if (answer.httpStatus !== 200) throw new Error(answer.text);
      return answer.json as JsonObject;
    },
    close: () => emulator.close(),
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  await world.send('PUT', RG, { location: 'westeurope' });
  return world;
}

function readable(response: {
  readonly httpStatus: number;
  readonly headers: readonly string[];
  readonly body: Uint8Array | null;
}): Answer {
  const text = Buffer.from(response.body ?? []).toString('utf8');
  return {
    httpStatus: response.httpStatus,
    text,
    get json() {
      return JSON.parse(text) as unknown;
    },
    header(name) {
      const at = response.headers.findIndex(
        (field, index) => index % 2 === 0 && field.toLowerCase() === name.toLowerCase(),
      );
      return at < 0 ? undefined : response.headers[at + 1];
    },
  };
}

export function deploymentPath(name: string, scope = RG): string {
  return `${scope}/providers/Microsoft.Resources/deployments/${name}`;
}

/** A template of these resources, as quick-start templates are written. */
export function templateOf(resources: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    ...more,
    resources: [...resources],
  };
}

export function setResource(name: string, more: JsonObject = {}, capacity = 2): JsonObject {
  return {
    type: 'Microsoft.Compute/virtualMachineScaleSets',
    apiVersion: COMPUTE_VERSION,
    name,
    ...linuxSet({ capacity }),
    ...more,
  };
}

export function deployment(template: JsonObject, more: JsonObject = {}): JsonObject {
  return { properties: { mode: 'Incremental', template, ...more } };
}
