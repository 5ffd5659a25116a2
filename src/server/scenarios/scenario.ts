import { globSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmulatorError, isJsonObject, type JsonObject } from '../../base/index.ts';
import type { Lifecycle } from '../../scaleset/index.ts';
import { type DocumentFile, readDocumentFile } from '../document-file.ts';
import { chooseLifecycle } from '../lifecycle-choice.ts';
import type { OptionValues } from '../options.ts';
import { deploymentOf, DEPLOYMENTS, type ScenarioDeployment } from './from-template.ts';
import { setFromAz } from './from-az.ts';
import { scaleSetBody, type ScaleSetWish } from './plain-set.ts';
import { checkSteps, type Step } from './step.ts';
import scenarioSchema from './scenario.schema.json' with { type: 'json' };
import { errorOf, type Session } from '../session.ts';

/** Scale sets that are made at the start; the document form is in scenario.schema.json. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  /** Links: where it was seen. */
  readonly source: readonly string[];
  readonly seed: number | null;
  readonly throttle: string | null;
  readonly limits: JsonObject | null;
  /** Options of `lazulite start`. */
  readonly start: OptionValues;
  /** Of all sets that say nothing themselves, also of those that the timeline makes. */
  readonly lifecycle: Lifecycle | null;
  readonly sets: readonly (ScenarioSet | ScenarioDeployment)[];
  /** Empty for one that only makes sets. */
  readonly timeline: readonly Step[];
  /** The line of a step, by its place such as `/timeline/0`. */
  readonly lineOf: (place: string) => number | undefined;
}

export interface ScenarioSet {
  readonly kind: 'scaleSet';
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

const SHIPPED = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const DEFAULT_API_VERSION = '2024-07-01';
const GROUP_API_VERSION = '2022-09-01';

/** Where a scenario stands, by shipped name or by file. Throws EMU_BAD_SCENARIO. */
export function scenarioFile(choice: string): string {
  const file = shippedFile(choice) ?? path.resolve(choice);
  if (file === path.resolve(choice) && !/[./\\]/.test(choice)) {
    throw bad(
      `There is no scenario "${choice}"; there are ${shippedScenarios().join(', ')}, or name a file.`,
    );
  }
  return file;
}

/** Reads a scenario by shipped name or by file. Throws EMU_BAD_SCENARIO or EMU_BAD_LIFECYCLE. */
export async function loadScenario(choice: string): Promise<Scenario> {
  const file = scenarioFile(choice);
  const kind = { code: 'EMU_BAD_SCENARIO', what: 'scenario' } as const;
  return parseScenario(await readDocumentFile(file, kind), file);
}

/** A scenario that somebody has as a value. Throws as `loadScenario` does. */
export async function scenarioOf(value: unknown): Promise<Scenario> {
  return parseScenario({ value, lineOf: () => undefined }, 'that was sent');
}

/** Checks a document and resolves its life cycles, which are looked for beside `file`. */
async function parseScenario(
  { value: document, lineOf }: DocumentFile,
  file: string,
): Promise<Scenario> {
  const { Ajv } = await import('ajv');
  const validate = new Ajv({ allErrors: true }).compile<ScenarioDocument>(scenarioSchema);
  if (!validate(document)) {
    const places = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const line = lineOf(instancePath);
      const where = line === undefined ? '' : `line ${line}: `;
      const extra: unknown = isJsonObject(params) ? params['additionalProperty'] : undefined;
      const what = typeof extra === 'string' ? ` (${extra})` : '';
      return `${where}${instancePath || 'the document'} ${message ?? 'is wrong'}${what}`;
    });
    throw bad(`The scenario ${file} is not valid: ${places.slice(0, 5).join('; ')}.`);
  }
  const folder = path.dirname(file);
  checkSteps(document.timeline ?? [], '/timeline', (place, problem) => {
    throw bad(
      `The scenario ${file} is not valid: line ${lineOf(place) ?? '?'}: ${place} ${problem}.`,
    );
  });
  const { lifecycle } = document;
  const own = lifecycle === undefined ? null : await chooseLifecycle(lifecycle, folder);
  const sets = (document.resources ?? []).map(
    async ({ resourceGroup, lifecycle, scaleSet, ...rest }, index) => {
      const place = `/resources/${index}`;
      if (scaleSet === undefined) {
        const line = lineOf(`${place}/template`);
        return await deploymentOf(resourceGroup, rest, { folder, line, number: index + 1 });
      }
      const line = lineOf(`${place}/scaleSet`);
      return {
        kind: 'scaleSet' as const,
        resourceGroup,
        ...(await setOf(resourceGroup, scaleSet, { folder, line })),
        apiVersion: scaleSet.apiVersion ?? DEFAULT_API_VERSION,
        lifecycle: lifecycle === undefined ? own : await chooseLifecycle(lifecycle, folder),
      };
    },
  );
  return {
    name: document.name,
    description: document.description,
    source: document.source ?? [],
    seed: document.seed ?? null,
    throttle: document.throttle ?? null,
    limits: document.limits ?? null,
    start: document.start ?? {},
    lifecycle: own,
    sets: await Promise.all(sets),
    timeline: document.timeline ?? [],
    lineOf,
  };
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
    const path =
      set.kind === 'scaleSet' ? 'Microsoft.Compute/virtualMachineScaleSets' : DEPLOYMENTS;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${encodeURIComponent(set.resourceGroup)}`;
    const target = `${group}/providers/${path}/${encodeURIComponent(set.name)}?api-version=${set.apiVersion}`;
    if ((await request('GET', `${group}?api-version=${GROUP_API_VERSION}`)) === 404) {
      await request('PUT', `${group}?api-version=${GROUP_API_VERSION}`, { location: set.location });
    }
    if ((await request('GET', target)) !== 404) continue;
    const body = inSubscription(set.body, subscriptionId);
    if (set.kind === 'deployment') await request('PUT', target, body);
    else {
      const located = { ...body, location: set.location };
      await withLifecycle(set.lifecycle, () => request('PUT', target, located));
    }
  }
}

/** Ids in a body cannot know the subscription; `{subscriptionId}` stands for it. */
function inSubscription(body: JsonObject, subscriptionId: string): JsonObject {
  const text = JSON.stringify(body).replaceAll('{subscriptionId}', subscriptionId);
  return JSON.parse(text) as JsonObject;
}

interface SetDocument {
  readonly name?: string;
  readonly location?: string;
  readonly apiVersion?: string;
  readonly body?: JsonObject;
  readonly plain?: ScaleSetWish;
  readonly from?: string;
  readonly instances?: string;
}

interface ScenarioDocument {
  readonly name: string;
  readonly description: string;
  readonly lifecycle?: string | JsonObject;
  readonly source?: readonly string[];
  readonly seed?: number;
  readonly throttle?: string;
  readonly limits?: JsonObject;
  readonly start?: OptionValues;
  readonly timeline?: readonly Step[];
  readonly resources?: readonly {
    readonly resourceGroup: string;
    readonly lifecycle?: string | JsonObject;
    readonly scaleSet?: SetDocument;
    readonly template?: string | JsonObject;
    readonly parameters?: string | JsonObject;
    readonly location?: string;
  }[];
}

/** The schema has seen to it that a set has a body, a wish or a file. */
async function setOf(
  resourceGroup: string,
  { name = '', location = '', body, plain, from, instances }: SetDocument,
  { folder, line }: { readonly folder: string; readonly line: number | undefined },
): Promise<Pick<ScenarioSet, 'name' | 'location' | 'body'>> {
  if (body !== undefined) return { name, location, body };
  if (from === undefined) {
    const group = `/subscriptions/{subscriptionId}/resourceGroups/${resourceGroup}`;
    return { name, location, body: scaleSetBody({ ...plain, name, location }, group) };
  }
  const kind = { code: 'EMU_BAD_SCENARIO', what: 'file' } as const;
  const read = async (file: string): Promise<unknown> =>
    (await readDocumentFile(path.resolve(folder, file), kind)).value;
  const list = instances === undefined ? undefined : await read(instances);
  if (list !== undefined && !Array.isArray(list)) {
    throw bad(`Line ${line ?? '?'}: ${instances} is not what \`az vmss list-instances\` prints.`);
  }
  const found = setFromAz(await read(from), list);
  if (found === undefined)
    throw bad(`Line ${line ?? '?'}: ${from} is not what \`az vmss show\` prints.`);
  return {
    name: name === '' ? found.name : name,
    location: location === '' ? found.location : location,
    body: found.body,
  };
}

/** All that there are in the package. */
export function shippedScenarios(): string[] {
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
