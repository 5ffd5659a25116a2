import { globSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmulatorError, type JsonObject } from '../base/index.ts';
import type { Lifecycle } from '../scaleset/index.ts';
import { readDocumentFile } from './document-file.ts';
import { chooseLifecycle } from './lifecycle-choice.ts';
import scenarioSchema from './scenario.schema.json' with { type: 'json' };
import { errorOf, type Session } from './session.ts';

/** Scale sets that are made at the start; the document form is in scenario.schema.json. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly sets: readonly ScenarioSet[];
}

export interface ScenarioSet {
  readonly resourceGroup: string;
  readonly name: string;
  readonly location: string;
  readonly apiVersion: string;
  readonly body: JsonObject;
  /** Null: the one that the emulator was started with. */
  readonly lifecycle: Lifecycle | null;
}

export interface ApplyOptions {
  readonly session: Session;
  readonly subscriptionId: string;
  /** Makes `create` run while new sets are given this life cycle. */
  readonly withLifecycle: <R>(lifecycle: Lifecycle | null, create: () => Promise<R>) => Promise<R>;
}

const SHIPPED = fileURLToPath(new URL('../../scenarios/', import.meta.url));
const DEFAULT_API_VERSION = '2024-07-01';
const GROUP_API_VERSION = '2022-09-01';

/** Reads a scenario by shipped name or by file. Throws EMU_BAD_SCENARIO or EMU_BAD_LIFECYCLE. */
export async function loadScenario(choice: string): Promise<Scenario> {
  const file = shippedFile(choice) ?? path.resolve(choice);
  if (file === path.resolve(choice) && !/[./\\]/.test(choice)) {
    throw bad(
      `There is no scenario "${choice}"; there are ${shippedNames().join(', ')}, or name a file.`,
    );
  }
  const document = await readDocumentFile(file, { code: 'EMU_BAD_SCENARIO', what: 'scenario' });
  return parseScenario(document, file);
}

/** Checks a document and resolves its life cycles, which are looked for beside `file`. */
async function parseScenario(document: unknown, file: string): Promise<Scenario> {
  const { Ajv } = await import('ajv');
  const validate = new Ajv({ allErrors: true }).compile<ScenarioDocument>(scenarioSchema);
  if (!validate(document)) {
    const places = (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath || 'the document'} ${message ?? 'is wrong'}`,
    );
    throw bad(`The scenario ${file} is not valid: ${places.slice(0, 5).join('; ')}.`);
  }
  const folder = path.dirname(file);
  const sets = document.resources.map(async ({ resourceGroup, lifecycle, scaleSet }) => {
    const choice = lifecycle ?? document.lifecycle;
    return {
      resourceGroup,
      ...scaleSet,
      apiVersion: scaleSet.apiVersion ?? DEFAULT_API_VERSION,
      lifecycle: choice === undefined ? null : await chooseLifecycle(choice, folder),
    };
  });
  return { name: document.name, description: document.description, sets: await Promise.all(sets) };
}

/**
 * Makes the sets by the same requests that a client would send. What is there already is left as it
 * is, so that a restart on the same store does not make it anew.
 */
export async function applyScenario(
  scenario: Scenario,
  { session, subscriptionId, withLifecycle }: ApplyOptions,
): Promise<void> {
  const request = async (method: string, target: string, body?: JsonObject): Promise<number> => {
    const answer = await session.request(method, target, body);
    const { httpStatus } = answer;
    if (httpStatus < 300 || (method === 'GET' && httpStatus === 404)) return httpStatus;
    const { message } = errorOf(answer);
    throw bad(`The scenario ${scenario.name} cannot be made: ${method} ${target}: ${message}`);
  };
  for (const set of scenario.sets) {
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(set.resourceGroup)}`;
    const target = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${encodeURIComponent(set.name)}?api-version=${set.apiVersion}`;
    if ((await request('GET', `${group}?api-version=${GROUP_API_VERSION}`)) === 404) {
      await request('PUT', `${group}?api-version=${GROUP_API_VERSION}`, { location: set.location });
    }
    if ((await request('GET', target)) !== 404) continue;
    const body = { ...inSubscription(set.body, subscriptionId), location: set.location };
    await withLifecycle(set.lifecycle, () => request('PUT', target, body));
  }
}

/** Ids in a body cannot know the subscription; `{subscriptionId}` stands for it. */
function inSubscription(body: JsonObject, subscriptionId: string): JsonObject {
  const text = JSON.stringify(body).replaceAll('{subscriptionId}', subscriptionId);
  return JSON.parse(text) as JsonObject;
}

interface ScenarioDocument {
  readonly name: string;
  readonly description: string;
  readonly lifecycle?: string | JsonObject;
  readonly resources: readonly {
    readonly resourceGroup: string;
    readonly lifecycle?: string | JsonObject;
    readonly scaleSet: {
      readonly name: string;
      readonly location: string;
      readonly apiVersion?: string;
      readonly body: JsonObject;
    };
  }[];
}

function shippedNames(): string[] {
  return globSync('*.{json,yaml}', { cwd: SHIPPED })
    .map((file) => file.replace(/\.(json|yaml)$/, ''))
    .sort();
}

function shippedFile(name: string): string | undefined {
  if (!/^[a-z0-9-]+$/.test(name)) return undefined;
  const [file] = globSync(`${name}.{json,yaml}`, { cwd: SHIPPED });
  return file === undefined ? undefined : realpathSync(path.join(SHIPPED, file));
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_SCENARIO', message);
}
