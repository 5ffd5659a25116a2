import type { JsonObject } from '../../../../src/base/index.ts';
import type { QuotaSetting } from '../../../../src/providers/index.ts';
import type { Lifecycle } from '../../../../src/scaleset/index.ts';
import assert from 'node:assert/strict';
import { type Answer, type Azure, createAzure } from './azure.ts';
import { extension, linuxSet, setPath } from './models.ts';

export const WEB = setPath('web');

export const HEALTH = extension('ApplicationHealthLinux', {
  publisher: 'Microsoft.ManagedServices',
  typeHandlerVersion: '1.0',
  settings: { protocol: 'tcp', port: 80 },
});

interface Options {
  readonly capacity?: number;
  readonly policy?: JsonObject;
  readonly mode?: string;
  readonly automaticOS?: JsonObject;
  readonly hooks?: readonly JsonObject[];
  readonly envelope?: JsonObject;
  readonly lifecycle?: Lifecycle;
  readonly overprovision?: boolean;
  readonly quotas?: readonly QuotaSetting[];
}

export async function settled(options: Options = {}): Promise<Azure> {
  const azure = await createAzure({
    ...(options.lifecycle && { lifecycle: options.lifecycle }),
    ...(options.quotas && { quotas: options.quotas }),
  });
  const body = linuxSet({
    capacity: options.capacity ?? 4,
    extensions: [HEALTH],
    properties: {
      ...(options.overprovision !== undefined && { overprovision: options.overprovision }),
      upgradePolicy: {
        mode: options.mode ?? 'Rolling',
        rollingUpgradePolicy: {
          maxBatchInstancePercent: 50,
          pauseTimeBetweenBatches: 'PT60S',
          ...options.policy,
        },
        ...(options.automaticOS && { automaticOSUpgradePolicy: options.automaticOS }),
      },
      ...(options.hooks && { lifecycleHooksProfile: { lifecycleHooks: [...options.hooks] } }),
    },
    ...(options.envelope === undefined ? {} : { envelope: options.envelope }),
  });
  const answer = await azure.send('PUT', WEB, { body });
  assert.equal(answer.httpStatus, 201, answer.text);
  await azure.settle();
  return azure;
}

export const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;

/** A change of what instances are made of. */
export function change(azure: Azure): Promise<Answer> {
  return azure.send('PUT', `${WEB}/extensions/extra`, {
    body: { properties: extension('Extra')['properties'] },
  });
}

export async function latest(azure: Azure): Promise<{
  code: unknown;
  counts: unknown[];
  properties: JsonObject;
}> {
  const { json } = await azure.send('GET', `${WEB}/rollingUpgrades/latest`);
  const properties = json['properties'] as JsonObject;
  return {
    properties,
    code: (properties['runningStatus'] as JsonObject)['code'],
    counts: Object.values(properties['progress'] as JsonObject),
  };
}

export const statusOf = async (azure: Azure, answer: Answer): Promise<JsonObject> =>
  (await azure.send('GET', answer.header('azure-asyncoperation') ?? '')).json;

export async function updated(azure: Azure): Promise<string> {
  const { json } = await azure.send('GET', `${WEB}/virtualMachines`);
  return (json['value'] as { properties: JsonObject }[])
    .map(({ properties }) => (properties['latestModelApplied'] === true ? '1' : '0'))
    .join('');
}

export const post = (azure: Azure, word: string): Promise<Answer> =>
  azure.send('POST', `${WEB}/${word}`);
