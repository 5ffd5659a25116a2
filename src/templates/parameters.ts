import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { camelCase } from './camel-case.ts';
import type { Evaluator } from './evaluator.ts';
import { evaluateNow } from './evaluate-tree.ts';
import { ExpressionError, notExpectedHere } from './expression-error.ts';
import { brokenRule, followReference, valueType } from './parameter-types.ts';
import type { Reporter } from './report.ts';
import type { Scope } from './scope.ts';
import { memberOf, setMember } from './values.ts';

export interface Parameters {
  /** By name in lower case. */
  readonly values: ReadonlyMap<string, JsonValue>;
  /** As a deployment shows them. */
  readonly shown: JsonObject;
}

const HELP = 'Please see https://aka.ms/arm-create-parameter-file for usage details.';

export function parameterNotFound(name: string): ExpressionError {
  // Source: Azure/azure-policy #1442 (message).
  return new ExpressionError(
    `The template parameter '${name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
  );
}

/** Values for all parameters of a template: given, or their defaults. Source: parameters. */
export function resolveParameters(
  source: JsonObject,
  given: JsonObject,
  evaluator: Evaluator,
  reporter: Reporter,
): Parameters {
  const section = memberOf(source, 'parameters');
  const declared = section !== undefined && isJsonObject(section) ? section : {};
  const definitions = memberOf(source, 'definitions');
  refuseUnknown(declared, given, reporter);
  const givenValues = readGiven(given, reporter);
  const defaults = new Defaults(declared, givenValues, evaluator, reporter);
  const values = new Map<string, JsonValue>();
  const shown: JsonObject = {};
  for (const [name, definition] of Object.entries(declared)) {
    const path = ['parameters', name];
    if (!isJsonObject(definition)) {
      throw reporter.invalid(
        `The template parameter '${name}' ${reporter.place(path)} is not valid.`,
        path,
      );
    }
    const full = followReference(definition, definitions);
    const type = valueType(memberOf(full, 'type'));
    if (!type) {
      // Inferred wording.
      throw reporter.invalid(
        `The template parameter '${name}' ${reporter.place(path)} is not valid. The type '${String(memberOf(full, 'type') ?? '')}' is not supported. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
        path,
      );
    }
    const value = defaults.valueOf(name);
    if (value === undefined) {
      if (memberOf(full, 'nullable') === true) {
        values.set(name.toLowerCase(), null);
        continue;
      }
      // Source: microsoft/fabric-toolbox #398 (message and additionalInfo, 2026).
      throw reporter.invalid(
        `The value for the template parameter '${name}' ${reporter.place(path)} is not provided. ${HELP}`,
        path,
      );
    }
    refuseBroken(name, value, full, definitions, reporter);
    values.set(name.toLowerCase(), value);
    setMember(
      shown,
      camelCase(name),
      type.secure ? { type: type.shown } : { type: type.shown, value },
    );
  }
  return { values, shown };
}

function refuseUnknown(declared: JsonObject, given: JsonObject, reporter: Reporter): void {
  const known = new Set(Object.keys(declared).map((name) => name.toLowerCase()));
  const unknown = Object.keys(given).filter((name) => !known.has(name.toLowerCase()));
  if (unknown.length === 0) return;
  // Source: Azure/azure-quickstart-templates #7528 (message); the address is the newer one.
  throw reporter.invalid(
    `The template parameters '${unknown.join(', ')}' in the parameters file are not valid; they are not present in the original template and can therefore not be provided at deployment time. The only supported parameters for this template are '${Object.keys(declared).join(', ')}'. Please see https://aka.ms/arm-pass-parameter-values for usage details.`,
  );
}

/** The values that were given, by name in lower case. A null is no value. */
function readGiven(given: JsonObject, reporter: Reporter): Map<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  for (const [name, parameter] of Object.entries(given)) {
    if (!isJsonObject(parameter)) {
      throw reporter.invalid(
        `The template parameter '${name}' in the parameters file is not valid. ${HELP}`,
      );
    }
    if (memberOf(parameter, 'reference') !== undefined) {
      throw reporter.invalid(
        `The template parameter '${name}' in the parameters file is not valid: references to secrets of a key vault are not supported by this emulator.`,
      );
    }
    const value = memberOf(parameter, 'value');
    if (value !== undefined && value !== null) values.set(name.toLowerCase(), value);
  }
  return values;
}

/** Default values, which may refer to each other. */
class Defaults {
  readonly #declared: JsonObject;
  readonly #values: Map<string, JsonValue>;
  readonly #evaluator: Evaluator;
  readonly #reporter: Reporter;
  readonly #open = new Set<string>();

  constructor(
    declared: JsonObject,
    given: Map<string, JsonValue>,
    evaluator: Evaluator,
    reporter: Reporter,
  ) {
    this.#declared = declared;
    this.#values = given;
    this.#evaluator = evaluator;
    this.#reporter = reporter;
  }

  /** Undefined: neither given nor defaulted. */
  valueOf(name: string): JsonValue | undefined {
    const key = name.toLowerCase();
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const definition = memberOf(this.#declared, name);
    const fallback =
      definition !== undefined && isJsonObject(definition)
        ? memberOf(definition, 'defaultValue')
        : undefined;
    if (fallback === undefined) return undefined;
    const path = ['parameters', name, 'defaultValue'];
    const value = this.#reporter.attempt(
      () => this.#evaluate(name, key, fallback),
      (error) => this.#reporter.invalidResource(name, path, error),
    );
    this.#values.set(key, value);
    return value;
  }

  #evaluate(name: string, key: string, fallback: JsonValue): JsonValue {
    if (this.#open.has(key)) {
      throw new ExpressionError(`The template parameter '${name}' refers to itself`);
    }
    this.#open.add(key);
    const scope: Scope = {
      site: 'parameter',
      parameter: (wanted) => {
        if (memberOf(this.#declared, wanted) === undefined) throw parameterNotFound(wanted);
        return this.valueOf(wanted) ?? null;
      },
      variable: () => {
        throw notExpectedHere('variables');
      },
    };
    const value = evaluateNow(fallback, scope, this.#evaluator);
    this.#open.delete(key);
    return value;
  }
}

function refuseBroken(
  name: string,
  value: JsonValue,
  definition: JsonObject,
  definitions: JsonValue | undefined,
  reporter: Reporter,
): void {
  const broken = brokenRule(value, definition, definitions);
  if (!broken) return;
  const path = ['parameters', name];
  switch (broken.rule) {
    case 'type':
      // Source: OutSystems/AzureARMTemplates #17 (message).
      throw reporter.invalid(
        `Template parameter JToken type is not valid. ${broken.message} ${HELP}`,
        path,
      );
    case 'allowedValues':
      throw reporter.invalid(
        `The provided value for the template parameter '${name}' is not valid. ${broken.message}`,
        [...path, 'allowedValues'],
      );
    case 'bounds':
      throw reporter.invalid(
        `The provided value for the template parameter '${name}' ${reporter.place(path)} is not valid. ${broken.message} Please see https://aka.ms/arm-syntax-parameters for usage details.`,
        path,
      );
  }
}
