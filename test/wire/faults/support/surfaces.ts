import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../../src/base/index.ts';
import {
  startEmulator,
  type StartOptions,
  type TestEmulator,
} from '../../../../src/testing/index.ts';
import { extension, GROUP, linuxSet, setPath } from '../../compute/support/models.ts';

export const SET = setPath('web');
export const VERSION = 'api-version=2024-07-01';

export async function ok(
  emulator: TestEmulator,
  method: string,
  target: string,
  body?: unknown,
): Promise<JsonObject> {
  const answer = await emulator.request(method, target, body);
  assert.ok(answer.httpStatus < 300, `${method} ${target}: ${JSON.stringify(answer.json)}`);
  return isJsonObject(answer.json) ? answer.json : {};
}

export interface WorldOptions {
  readonly capacity?: number;
  /** 1 and 2 when left out. */
  readonly zones?: readonly string[];
  readonly properties?: JsonObject;
  readonly profile?: JsonObject;
  readonly start?: StartOptions;
}

/** A settled set in two zones, with a script and the application health extension on each machine. */
export async function createWorld(options: WorldOptions = {}): Promise<TestEmulator> {
  const emulator = await startEmulator({ lifecycle: 'fast', ...options.start });
  await ok(emulator, 'PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  await ok(emulator, 'PUT', `${SET}?${VERSION}`, model(options));
  await emulator.clock.runUntilIdle();
  return emulator;
}

export function model({
  capacity = 4,
  zones = ['1', '2'],
  properties,
  profile,
}: WorldOptions = {}): JsonObject {
  const health = extension('health', {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    typeHandlerVersion: '1.0',
    settings: { protocol: 'http', port: 80, requestPath: '/' },
  });
  return linuxSet({
    capacity,
    envelope: zones.length === 0 ? {} : { zones: [...zones] },
    extensions: [extension('script'), health],
    properties: { overprovision: false, ...properties },
    ...(profile === undefined ? {} : { profile }),
  });
}

export interface Surfaces {
  readonly operation: {
    readonly status: string;
    readonly code?: string;
    readonly message?: string;
  };
  /** `properties.provisioningState` of the set. */
  readonly model: string;
  /** Code and count of the machines, then the codes of the set. */
  readonly setView: readonly string[];
  /** The codes of each machine, by instance id. */
  readonly machineViews: Readonly<Record<string, readonly string[]>>;
  /** Failure codes that events of machines and operations tell. */
  readonly eventFailures: readonly string[];
  /** `Failed` entries of the activity log, by what they say. */
  readonly activity: readonly string[];
}

/** What a client sees of a fault, at rest. `link` is that of an operation. */
export async function look(emulator: TestEmulator, link?: string): Promise<Surfaces> {
  const operation = link === undefined ? undefined : await ok(emulator, 'GET', link);
  const set = await ok(emulator, 'GET', `${SET}?${VERSION}`);
  const view = await ok(emulator, 'GET', `${SET}/instanceView?${VERSION}`);
  const machines = await ok(
    emulator,
    'GET',
    `${SET}/virtualMachines?$expand=instanceView&${VERSION}`,
  );
  const events = await ok(
    emulator,
    'GET',
    `/_lazulite/events?set=${encodeURIComponent(SET)}&limit=5000`,
  );
  const log = await ok(
    emulator,
    'GET',
    `${GROUP.slice(0, GROUP.indexOf('/resourceGroups'))}/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01&$filter=${encodeURIComponent("eventTimestamp ge '2026-01-01T00:00:00Z' and status eq 'Failed'")}`,
  );
  const failed = listOf(log['value']).map((entry) => JSON.stringify(entry['properties']));
  return {
    operation: outcomeOf(operation),
    model: String(objectOf(set['properties'])['provisioningState']),
    setView: [
      ...listOf(objectOf(view['virtualMachine'])['statusesSummary']).map(
        ({ code, count }) => `${String(code)} ${String(count)}`,
      ),
      ...listOf(view['statuses']).map(({ code }) => String(code)),
    ],
    machineViews: Object.fromEntries(
      listOf(machines['value']).map((machine) => [
        String(machine['instanceId']),
        listOf(objectOf(objectOf(machine['properties'])['instanceView'])['statuses']).map(
          ({ code }) => String(code),
        ),
      ]),
    ),
    eventFailures: listOf(events['events']).flatMap(({ failure }) =>
      isJsonObject(failure) && failure['code'] !== undefined ? [String(failure['code'])] : [],
    ),
    activity: failed,
  };
}

function outcomeOf(operation: JsonObject | undefined): Surfaces['operation'] {
  const error = objectOf(operation?.['error']);
  return {
    status: String(operation?.['status']),
    ...(typeof error['code'] === 'string' ? { code: error['code'] } : {}),
    ...(typeof error['message'] === 'string' ? { message: error['message'] } : {}),
  };
}

export function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}

export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
