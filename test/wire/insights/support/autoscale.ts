import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject } from '../../../../src/base/index.ts';
import type { TestEmulator } from '../../../../src/testing/index.ts';
import { linuxSet, setPath } from '../../compute/support/models.ts';

export const SET = setPath('web');
export const GROUP = SET.slice(0, SET.indexOf('/providers/'));
export const SETTING = `${GROUP}/providers/Microsoft.Insights/autoscaleSettings/grow`;
export const VERSION = 'api-version=2022-10-01';

interface Rule {
  readonly above?: number;
  readonly below?: number;
  readonly value?: number;
  readonly type?: string;
}

export function ruleOf({ above, below, value = 1, type = 'ChangeCount' }: Rule) {
  return {
    metricTrigger: {
      metricName: 'Percentage CPU',
      metricResourceUri: SET,
      timeGrain: 'PT1M',
      statistic: 'Average',
      timeWindow: 'PT5M',
      timeAggregation: 'Average',
      operator: above === undefined ? 'LessThan' : 'GreaterThan',
      threshold: above ?? below ?? 0,
    },
    scaleAction: {
      direction: above === undefined ? 'Decrease' : 'Increase',
      type,
      value: String(value),
      cooldown: 'PT5M',
    },
  };
}

export function setting(rules: readonly Rule[], more: JsonObject = {}): JsonObject {
  return {
    location: 'westeurope',
    properties: {
      enabled: true,
      targetResourceUri: SET,
      profiles: [
        {
          name: 'usual',
          capacity: { minimum: '2', maximum: '6', default: '2' },
          rules: rules.map(ruleOf),
        },
      ],
      ...more,
    },
  };
}

export async function ok(emulator: TestEmulator, method: string, target: string, body?: unknown) {
  const answer = await emulator.request(method, target, body);
  assert.ok(answer.httpStatus < 300, `${method} ${target}: ${JSON.stringify(answer.json)}`);
  return isJsonObject(answer.json) ? answer.json : {};
}

export async function prepare(emulator: TestEmulator): Promise<void> {
  await ok(emulator, 'PUT', `${GROUP}?api-version=2022-09-01`, { location: 'westeurope' });
  await ok(
    emulator,
    'PUT',
    `${SET}?api-version=2024-07-01`,
    linuxSet({ properties: { overprovision: false } }),
  );
  await emulator.clock.runUntilIdle();
}

export const feed = (emulator: TestEmulator, value: number | null) =>
  ok(emulator, 'POST', '/_lazulite/metrics', { resourceId: SET, name: 'Percentage CPU', value });

export async function capacityOf(emulator: TestEmulator): Promise<number> {
  const { sku } = await ok(emulator, 'GET', `${SET}?api-version=2024-07-01`);
  return Number(isJsonObject(sku) ? sku['capacity'] : Number.NaN);
}

type Named = { readonly value: string };
export interface Line extends JsonObject {
  readonly status: Named & JsonObject;
  readonly operationName: Named & JsonObject;
  readonly properties: JsonObject;
}

export async function log(emulator: TestEmulator, clause: string): Promise<readonly Line[]> {
  const filter = encodeURIComponent(`eventTimestamp ge '2026-01-01T00:00:00Z' and ${clause}`);
  const { value } = await ok(
    emulator,
    'GET',
    `/subscriptions/${emulator.subscriptionId}/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01&$filter=${filter}`,
  );
  return value as unknown as Line[];
}
