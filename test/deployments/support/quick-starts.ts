import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonObject } from '../../../src/base/index.ts';
import type { TestEmulator } from '../../../src/testing/index.ts';
import { createGroup, groupPath } from './deploy.ts';

export const QUICK_STARTS_FOLDER = path.join(import.meta.dirname, '..', 'quick-starts');

export function quickStartTemplate(name: string): JsonObject {
  return JSON.parse(
    readFileSync(path.join(QUICK_STARTS_FOLDER, `${name}.json`), 'utf8'),
  ) as JsonObject;
}

/** The group `shared` with a network of the same name, for templates that expect to find one. */
export async function createSharedNetwork(emulator: TestEmulator): Promise<void> {
  await createGroup(emulator, 'shared');
  const network = `${groupPath(emulator, 'shared')}/providers/Microsoft.Network/virtualNetworks/shared`;
  const subnets = ['machines', 'others'].map((name, index) => ({
    name,
    properties: { addressPrefix: `10.9.${index}.0/24` },
  }));
  const body = {
    location: 'westeurope',
    properties: { addressSpace: { addressPrefixes: ['10.9.0.0/16'] }, subnets },
  };
  const put = await emulator.request('PUT', `${network}?api-version=2023-09-01`, body);
  assert.equal(put.httpStatus, 201, JSON.stringify(put.json));
  await emulator.clock.runUntilIdle();
}
