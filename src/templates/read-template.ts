import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { Budget } from './budget.ts';
import { OUTPUTS_MAX, PARAMETERS_MAX, VARIABLES_MAX } from './limits.ts';
import { Reporter } from './report.ts';
import { TemplateError } from './template-error.ts';
import type { LocateInText, Template } from './types.ts';
import { memberOf } from './values.ts';

const nowhere: LocateInText = () => undefined;

/** Source: syntax ("Template structure and syntax"); the last row: language version 2.0. */
const SECTIONS = new Set([
  '$schema',
  'contentversion',
  'apiprofile',
  'parameters',
  'variables',
  'functions',
  'resources',
  'outputs',
  'metadata',
  'languageversion',
  'definitions',
  'imports',
  'extensions',
  'asserts',
]);

const SCHEMA_VERSIONS = [
  '2014-04-01-preview',
  '2015-01-01',
  '2018-05-01',
  '2019-04-01',
  '2019-08-01',
];

/**
 * Checks the form of a template: schema, contentVersion, sections and their limits. What stands in
 * the sections is looked at by `expandTemplate`. Throws TemplateError.
 */
export function readTemplate(value: JsonValue, locate: LocateInText = nowhere): Template {
  if (!isJsonObject(value)) {
    throw parseFailed(`Cannot read a template of this JSON type. Path ''`);
  }
  const reporter = new Reporter(locate);
  reporter.attempt(
    () => new Budget().admit(value),
    (error) => reporter.invalid(error.message),
  );
  for (const name of Object.keys(value)) {
    // Newtonsoft's words; seen in many reports.
    if (!SECTIONS.has(name.toLowerCase())) {
      throw parseFailed(
        `Could not find member '${name}' on object of type 'Template'. Path '${name}'`,
      );
    }
  }
  checkSchema(requireText(value, '$schema'), reporter);
  requireText(value, 'contentVersion');
  checkSection(value, 'parameters', PARAMETERS_MAX, reporter);
  checkSection(value, 'variables', VARIABLES_MAX, reporter);
  checkSection(value, 'outputs', OUTPUTS_MAX, reporter);
  const languageVersion = readLanguageVersion(value, reporter);
  checkResources(value, languageVersion, reporter);
  return { source: value, languageVersion, locate };
}

function requireText(template: JsonObject, name: string): string {
  const text = memberOf(template, name);
  if (typeof text === 'string') return text;
  throw parseFailed(`Required property '${name}' not found in JSON. Path ''`);
}

function checkSchema(schema: string, reporter: Reporter): void {
  const [, version = ''] = /\/schemas\/([^/]+)\/\w*deploymentTemplate\.json#?$/i.exec(schema) ?? [];
  if (SCHEMA_VERSIONS.includes(version.toLowerCase())) return;
  throw reporter.invalid(
    `The template schema '${schema}' is not supported. Supported versions are '${SCHEMA_VERSIONS.join(',')}'. Please see https://aka.ms/arm-syntax for usage details.`,
    ['$schema'],
  );
}

function readLanguageVersion(template: JsonObject, reporter: Reporter): string {
  const version = memberOf(template, 'languageVersion') ?? '1.0';
  if (typeof version === 'string' && /^[12]\.\d+(-[\w-]+)?$/.test(version)) return version;
  throw reporter.invalid(
    `The template language version '${String(version)}' is not supported. Please see https://aka.ms/arm-syntax for usage details.`,
    ['languageVersion'],
  );
}

function checkSection(
  template: JsonObject,
  name: string,
  countMax: number,
  reporter: Reporter,
): void {
  const section = memberOf(template, name);
  if (section === undefined || section === null) return;
  if (!isJsonObject(section)) {
    throw parseFailed(`Cannot read the section '${name}' of this JSON type. Path '${name}'`);
  }
  const count = Object.keys(section).length;
  if (count <= countMax) return;
  // Source: Azure/azure-api-management-devops-resource-kit #360 (message about resources).
  throw reporter.invalid(
    `The number of template ${name} limit exceeded. Limit: '${countMax}' and actual: '${count}'. Please see https://aka.ms/arm-syntax for usage details.`,
    [name],
  );
}

function checkResources(template: JsonObject, languageVersion: string, reporter: Reporter): void {
  const resources = memberOf(template, 'resources');
  if (resources === undefined || resources === null) {
    throw parseFailed(`Required property 'resources' not found in JSON. Path ''`);
  }
  for (const name of ['imports', 'extensions']) {
    const section = memberOf(template, name);
    if (section === undefined || !isJsonObject(section) || Object.keys(section).length === 0) {
      continue;
    }
    throw reporter.invalid(`The template section '${name}' is not supported by this emulator`, [
      name,
    ]);
  }
  const symbolic = isJsonObject(resources);
  if (symbolic ? languageVersion.startsWith('2.') : Array.isArray(resources)) return;
  // Inferred wording: symbolic names need language version 2.0 (resource-declaration).
  throw reporter.invalid(
    `The template resources are not valid: with language version '${languageVersion}' they cannot be of type '${symbolic ? 'Object' : typeof resources}'. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    ['resources'],
  );
}

/** What Azure says when a template has not the form of one. */
function parseFailed(reason: string): TemplateError {
  return new TemplateError('InvalidTemplate', `Deployment template parse failed: '${reason}.'.`, {
    violation: { lineNumber: 0, linePosition: 0, path: '' },
  });
}
