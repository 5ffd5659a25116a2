import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';
import { groupPath } from './deploy.ts';

/** Everything that a client can see of a group: its list, each resource, and the machines of sets. */
export async function snapshotOf(
  emulator: TestEmulator,
  group: string,
  { withEtags = false } = {},
): Promise<Record<string, JsonValue>> {
  const keep = withEtags ? (body: JsonObject) => body : withoutEtags;
  const newest = await newestVersions(emulator);
  const list = await get(
    emulator,
    `${groupPath(emulator, group)}/resources?api-version=2021-04-01`,
  );
  const seen: Record<string, JsonValue> = { list };
  for (const entry of itemsOf(list)) {
    const id = String(entry['id']);
    const version = newest.get(String(entry['type']).toLowerCase());
    assert.ok(version, `no api-version of ${String(entry['type'])}`);
    seen[id] = keep(await get(emulator, `${id}?api-version=${version}`));
    if (isScaleSet(entry))
      seen[`${id}/virtualMachines`] = keep(
        await get(emulator, `${id}/virtualMachines?api-version=${version}`),
      );
  }
  return seen;
}

/**
 * An etag stands for each time that a resource was written ("a string that changes whenever the
 * resource is updated"), and a deployment writes again also what is as it should be.
 */
function withoutEtags(body: JsonObject): JsonObject {
  const text = JSON.stringify(body, (name, value: JsonValue) =>
    name === 'etag' ? undefined : value,
  );
  return JSON.parse(text) as JsonObject;
}

/** The scale sets of a group as `[name, capacity, state, machines that have settled]`. */
export async function setsOf(emulator: TestEmulator, group: string): Promise<readonly JsonValue[]> {
  const version = 'api-version=2024-07-01';
  const path = `${groupPath(emulator, group)}/providers/Microsoft.Compute/virtualMachineScaleSets`;
  const sets = itemsOf(await get(emulator, `${path}?${version}`));
  const rows: JsonValue[] = [];
  for (const set of sets) {
    const id = `${path}/${String(set['name'])}`;
    const machines = itemsOf(await get(emulator, `${id}/virtualMachines?${version}`));
    const states = await Promise.all(
      machines.map(async (machine) => {
        if (isJsonObject(machine['properties'])) return state(machine);
        // The list of a Flexible set has names; its machines are resources of their own.
        const own = path.replace(/virtualMachineScaleSets$/, 'virtualMachines');
        return state(await get(emulator, `${own}/${String(machine['name'])}?${version}`));
      }),
    );
    const sku = set['sku'];
    rows.push([
      String(set['name']),
      isJsonObject(sku) ? (sku['capacity'] ?? null) : null,
      state(set) ?? null,
      states.filter((word) => word === 'Succeeded').length,
    ]);
  }
  return rows;
}

function state(resource: JsonObject): string | undefined {
  const properties = resource['properties'];
  return isJsonObject(properties) ? String(properties['provisioningState']) : undefined;
}

function isScaleSet(entry: JsonObject): boolean {
  return String(entry['type']).toLowerCase() === 'microsoft.compute/virtualmachinescalesets';
}

async function newestVersions(emulator: TestEmulator): Promise<ReadonlyMap<string, string>> {
  const path = `/subscriptions/${emulator.subscriptionId}/providers?api-version=2021-04-01`;
  const versions = new Map<string, string>();
  for (const provider of itemsOf(await get(emulator, path))) {
    for (const type of provider['resourceTypes'] as JsonObject[]) {
      const name = `${String(provider['namespace'])}/${String(type['resourceType'])}`;
      const [newest] = type['apiVersions'] as string[];
      if (newest !== undefined) versions.set(name.toLowerCase(), newest);
    }
  }
  return versions;
}

async function get(emulator: TestEmulator, path: string): Promise<JsonObject> {
  const { httpStatus, json } = await emulator.request('GET', path);
  assert.equal(httpStatus, 200, `${path}: ${JSON.stringify(json)}`);
  assert.ok(isJsonObject(json), path);
  return json;
}

function itemsOf(list: JsonObject): readonly JsonObject[] {
  const { value } = list;
  assert.ok(Array.isArray(value));
  return value.filter(isJsonObject);
}
