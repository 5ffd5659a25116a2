import type { JsonObject } from '../../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './azure.ts';
import { GROUP, linuxSet, type ModelOptions, setPath } from './models.ts';

export const WEB = setPath('web');

/** A Linux set of mode Flexible as az sends it: without an upgrade policy, with one fault domain. */
export function flexibleSet(options: ModelOptions = {}): JsonObject {
  const set = linuxSet({
    ...options,
    properties: {
      orchestrationMode: 'Flexible',
      platformFaultDomainCount: 1,
      ...options.properties,
    },
  });
  const properties = { ...(set['properties'] as JsonObject) };
  if (options.properties?.['upgradePolicy'] === undefined) delete properties['upgradePolicy'];
  return { ...set, properties };
}

export function machinePath(name: string): string {
  return `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

/** With a Flexible set `web` in it whose machines run. */
export async function settled(
  options: ModelOptions = {},
): Promise<Azure & { readonly names: readonly string[] }> {
  const azure = await createAzure();
  const answer = await azure.send('PUT', WEB, { body: flexibleSet(options) });
  if (answer.httpStatus !== 201) throw new Error(answer.text);
  await azure.settle();
  return { ...azure, names: await machineNames(azure) };
}

export async function machineNames(azure: Azure): Promise<readonly string[]> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as JsonObject[]).map(({ name }) => String(name));
}

export function errorOf({ json }: Answer): JsonObject {
  return json['error'] as JsonObject;
}

/** What stands at a path of members and indexes. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)?.[step], value);
}

export async function power(azure: Azure, name: string): Promise<unknown> {
  const { json } = await azure.send('GET', `${machinePath(name)}/instanceView`);
  return at(json, 'statuses', 1, 'code');
}
