import path from 'node:path';
import { EmulatorError, isJsonObject, type JsonObject } from '../../base/index.ts';
import { readDocumentFile } from '../document-file.ts';

/** A deployment of a template, which makes what a scenario begins with. */
export interface ScenarioDeployment {
  readonly kind: 'deployment';
  readonly resourceGroup: string;
  readonly name: string;
  /** Of the resource group. */
  readonly location: string;
  readonly apiVersion: string;
  readonly body: JsonObject;
}

export interface TemplateDocument {
  readonly template?: string | JsonObject;
  readonly parameters?: string | JsonObject;
  readonly location?: string;
}

export interface TemplatePlace {
  /** Where files are looked for. */
  readonly folder: string;
  readonly line: number | undefined;
  /** Of the deployment in the scenario; from 1. */
  readonly number: number;
}

export const DEPLOYMENTS = 'Microsoft.Resources/deployments';
const API_VERSION = '2022-09-01';

/** Reads a template and its parameters. Throws EMU_BAD_SCENARIO; what is wrong in them ARM says. */
export async function deploymentOf(
  resourceGroup: string,
  { template, parameters = {}, location = 'westeurope' }: TemplateDocument,
  { folder, line, number }: TemplatePlace,
): Promise<ScenarioDeployment> {
  const read = async (choice: string | JsonObject | undefined): Promise<JsonObject> => {
    if (typeof choice !== 'string') return choice ?? {};
    const kind = { code: 'EMU_BAD_SCENARIO', what: 'file' } as const;
    const { value } = await readDocumentFile(path.resolve(folder, choice), kind);
    if (isJsonObject(value)) return value;
    throw new EmulatorError(
      'EMU_BAD_SCENARIO',
      `Line ${line ?? '?'}: ${choice} is no JSON object.`,
    );
  };
  const values = await read(parameters);
  return {
    kind: 'deployment',
    resourceGroup,
    name: `scenario-${number}`,
    location,
    apiVersion: API_VERSION,
    body: {
      properties: {
        mode: 'Incremental',
        template: await read(template),
        parameters: typeof parameters === 'string' ? valuesOfFile(values) : valuesByName(values),
      },
    },
  };
}

/** A file of parameters has an envelope; one without it is taken as it is. */
function valuesOfFile(file: JsonObject): JsonObject {
  const { parameters } = file;
  return isJsonObject(parameters) && '$schema' in file ? parameters : file;
}

function valuesByName(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}
