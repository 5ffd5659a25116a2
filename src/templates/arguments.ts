import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { ExpressionError, FUNCTIONS_HELP } from './expression-error.ts';
import { typeName } from './values.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

/** The evaluated arguments of one call; asks for them by type, and complains in Azure's words. */
export class Arguments {
  readonly name: string;
  readonly values: readonly JsonValue[];

  constructor(name: string, values: readonly JsonValue[]) {
    this.name = name;
    this.values = values;
  }

  get count(): number {
    return this.values.length;
  }

  has(index: number): boolean {
    return index < this.values.length;
  }

  any(index: number): JsonValue {
    return this.values[index] ?? null;
  }

  text(index: number): string {
    const value = this.any(index);
    return typeof value === 'string' ? value : this.wrongType(index, "of type 'String'");
  }

  int(index: number): number {
    const value = this.any(index);
    return typeof value === 'number' && Number.isInteger(value)
      ? value
      : this.wrongType(index, "of type 'Integer'");
  }

  array(index: number): readonly JsonValue[] {
    const value = this.any(index);
    return Array.isArray(value) ? value : this.wrongType(index, "of type 'Array'");
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    return isJsonObject(value) ? value : this.wrongType(index, "of type 'Object'");
  }

  /** All from there on, which must be texts. Source: Azure/azure-quickstart-templates #2124 (message). */
  texts(from = 0): string[] {
    return this.values.slice(from).map((value) => {
      if (typeof value === 'string') return value;
      throw new ExpressionError(
        `Unable to evaluate template language function '${this.name}': all function arguments must be string literals. ${FUNCTIONS_HELP}`,
      );
    });
  }

  /**
   * Source of the words: Azure/azure-quickstart-templates #4077 (several parameters) and messages
   * collected by Kingsland.ArmLinter (one parameter).
   */
  wrongType(index: number, expected: string): never {
    const which = this.count > 1 ? `${ORDINALS[index] ?? `${index + 1}th`} parameter` : 'parameter';
    throw new ExpressionError(
      `The template language function '${this.name}' expects its ${which} to be ${expected}. The provided value is of type '${typeName(this.any(index))}'.`,
    );
  }

  /** For what the types do not say. */
  fail(reason: string): never {
    throw new ExpressionError(
      `Unable to evaluate template language function '${this.name}': ${reason}`,
    );
  }
}
