import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';

export const DEPLOYMENTS_VERSION = '2022-09-01';
const GROUP_VERSION = '2022-09-01';
/** No deployment of the tests is asked more often before it ends. */
const POLLS_MAX = 1_000;

export interface Wanted {
  readonly group: string;
  readonly name: string;
  readonly template: JsonObject;
  /** Values, without the envelope of `{"value": …}`. */
  readonly parameters?: JsonObject;
  readonly mode?: 'Incremental' | 'Complete';
}

/** A deployment that has ended, one way or the other. */
export interface Ended {
  readonly status: string;
  /** `properties` of the deployment. */
  readonly properties: JsonObject;
  /** `properties` of each of its operations. */
  readonly operations: readonly JsonObject[];
}

export async function createGroup(emulator: TestEmulator, name: string): Promise<void> {
  const path = `${groupPath(emulator, name)}?api-version=${GROUP_VERSION}`;
  const { httpStatus, json } = await emulator.request('PUT', path, { location: 'westeurope' });
  assert.equal(httpStatus, 201, JSON.stringify(json));
}

export function groupPath({ subscriptionId }: TestEmulator, name: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
}

export function deploymentPath(emulator: TestEmulator, { group, name }: Wanted): string {
  return `${groupPath(emulator, group)}/providers/Microsoft.Resources/deployments/${name}`;
}

export function requestBody({
  template,
  parameters = {},
  mode = 'Incremental',
}: Wanted): JsonObject {
  const values = Object.entries(parameters).map(([key, value]) => [key, { value }] as const);
  return { properties: { mode, template, parameters: Object.fromEntries(values) } };
}

/** As az does it: validate, PUT, follow the operation, look at the deployment and its operations. */
export async function deploy(emulator: TestEmulator, wanted: Wanted): Promise<Ended> {
  const path = deploymentPath(emulator, wanted);
  const version = `api-version=${DEPLOYMENTS_VERSION}`;
  const validated = await emulator.request(
    'POST',
    `${path}/validate?${version}`,
    requestBody(wanted),
  );
  assert.equal(validated.httpStatus, 200, JSON.stringify(validated.json));
  return deployUnchecked(emulator, wanted);
}

/** Without the validation in front. */
export async function deployUnchecked(emulator: TestEmulator, wanted: Wanted): Promise<Ended> {
  const path = deploymentPath(emulator, wanted);
  const version = `api-version=${DEPLOYMENTS_VERSION}`;
  const put = await emulator.request('PUT', `${path}?${version}`, requestBody(wanted));
  assert.ok([200, 201].includes(put.httpStatus), JSON.stringify(put.json));
  const link = put.headers['azure-asyncoperation'] ?? '';
  const status = await follow(emulator, link);
  const { json } = await emulator.request('GET', `${path}?${version}`);
  return {
    status,
    properties: propertiesOf(json),
    operations: await operationsOf(emulator, path),
  };
}

async function follow(emulator: TestEmulator, link: string): Promise<string> {
  for (let poll = 0; poll < POLLS_MAX; poll += 1) {
    const { httpStatus, json } = await emulator.request('GET', link);
    assert.equal(httpStatus, 200, JSON.stringify(json));
    const status = isJsonObject(json) ? String(json['status']) : '';
    if (!['Accepted', 'Running'].includes(status)) return status;
    await emulator.clock.advance('10s');
  }
  throw new Error(`never ended: ${link}`);
}

/** Of a deployment by its path, newest state. */
export async function operationsOf(
  emulator: TestEmulator,
  path: string,
): Promise<readonly JsonObject[]> {
  const { json } = await emulator.request(
    'GET',
    `${path}/operations?api-version=${DEPLOYMENTS_VERSION}`,
  );
  const value = isJsonObject(json) ? json['value'] : undefined;
  assert.ok(Array.isArray(value), JSON.stringify(json));
  return value.map(propertiesOf);
}

function propertiesOf(value: unknown): JsonObject {
  const properties = isJsonObject(value) ? value['properties'] : undefined;
  assert.ok(isJsonObject(properties), JSON.stringify(value));
  return properties;
}

/** The values of a deployment's outputs. */
export function outputsOf({ properties }: Ended): JsonObject {
  const outputs = properties['outputs'];
  const entries = Object.entries(isJsonObject(outputs) ? outputs : {});
  return Object.fromEntries(
    entries.map(([name, output]) => [
      name,
      isJsonObject(output) ? (output['value'] ?? null) : null,
    ]),
  );
}

/** The ids of all resources of the group `demo`. */
export async function resourceIds(emulator: TestEmulator): Promise<readonly string[]> {
  const path = `${groupPath(emulator, 'demo')}/resources?api-version=2021-04-01`;
  const { json } = await emulator.request('GET', path);
  return ((json as { value: JsonObject[] }).value ?? []).map((entry) => String(entry['id']));
}
