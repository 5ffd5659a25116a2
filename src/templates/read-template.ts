import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { OUTPUTS_MAX, PARAMETERS_MAX, VARIABLES_MAX } from './limits.ts';
import { TemplateError } from './template-error.ts';
import type { LocateInText, Template } from './types.ts';

const nowhere: LocateInText = () => undefined;

/**
 * Checks the form of a template: schema, contentVersion, sections and their limits. What stands in
 * the sections is looked at by `expandTemplate`.
 */
export function readTemplate(value: JsonValue, locate: LocateInText = nowhere): Template {
  if (!isJsonObject(value)) {
    throw invalid("Template JToken type is not valid. Expected 'Object'");
  }
  requireText(value, '$schema');
  requireText(value, 'contentVersion');
  const { languageVersion } = value;
  requireSection(value, 'parameters', PARAMETERS_MAX);
  requireSection(value, 'variables', VARIABLES_MAX);
  requireSection(value, 'outputs', OUTPUTS_MAX);
  return {
    source: value,
    languageVersion: typeof languageVersion === 'string' ? languageVersion : '1.0',
    locate,
  };
}

function requireText(template: JsonObject, name: string): void {
  if (typeof template[name] === 'string') return;
  throw invalid(`Required property '${name}' not found in JSON. Path ''`);
}

function requireSection(template: JsonObject, name: string, countMax: number): void {
  const section = template[name];
  if (section === undefined || section === null) return;
  if (!isJsonObject(section)) {
    throw invalid(`Template section '${name}' is not valid. Expected 'Object'`);
  }
  const count = Object.keys(section).length;
  if (count <= countMax) return;
  throw invalid(
    `The number of template ${name} limit exceeded. Limit: '${countMax}' and actual: '${count}'.`,
  );
}

function invalid(reason: string): TemplateError {
  return new TemplateError(
    'InvalidTemplate',
    `Deployment template validation failed: '${reason}'.`,
  );
}
