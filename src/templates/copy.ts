import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { ExpressionError } from './expression-error.ts';
import { COPY_COUNT_MAX } from './limits.ts';
import { memberOf } from './values.ts';

/** Source: Azure/azure-quickstart-templates #6459 (message); zero turns: copy-resources. */
export function readCopyCount(value: JsonValue): number {
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    value <= COPY_COUNT_MAX
  ) {
    return value;
  }
  throw new CopyError(
    `has an invalid copy count. The copy count must be a non-negative integer value and cannot exceed '${COPY_COUNT_MAX}'. Please see https://aka.ms/arm-copy for usage details.`,
  );
}

/** Says what follows `The template 'copy' definition at line … and column …`. */
export class CopyError extends ExpressionError {}

/** The copy loop of a resource, with its values evaluated. */
export interface ResourceCopy {
  readonly name: string;
  readonly count: number;
  /** How many are deployed at a time; undefined: all at once. */
  readonly batchSize: number | undefined;
}

/** Source: copy-resources. */
export function readResourceCopy(
  copy: JsonObject,
  evaluate: (value: JsonValue) => JsonValue,
): ResourceCopy {
  const get = (name: string): JsonValue => evaluate(memberOf(copy, name) ?? null);
  const name = get('name');
  if (typeof name !== 'string' || name === '') {
    throw new CopyError('has no name. Please see https://aka.ms/arm-copy for usage details.');
  }
  const count = readCopyCount(get('count'));
  const mode = get('mode');
  if (mode === null || (typeof mode === 'string' && mode.toLowerCase() === 'parallel')) {
    return { name, count, batchSize: undefined };
  }
  if (typeof mode !== 'string' || mode.toLowerCase() !== 'serial') {
    throw new CopyError(
      `has an invalid copy mode. The copy mode must be 'Serial' or 'Parallel'. Please see https://aka.ms/arm-copy for usage details.`,
    );
  }
  const batchSize = get('batchSize') ?? 1;
  const valid = typeof batchSize === 'number' && Number.isInteger(batchSize) && batchSize >= 0;
  // Source: MicrosoftDocs/azure-docs #62948 (message).
  if (!valid || batchSize > Math.max(1, count)) {
    throw new CopyError(
      `has an invalid copy batch size. The copy batch size must be a non-negative integer value and cannot exceed the copy count '${count}'. Please see https://aka.ms/arm-copy for usage details.`,
    );
  }
  return { name, count, batchSize: Math.max(1, batchSize) };
}

export function isResourceCopy(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isJsonObject(value);
}
