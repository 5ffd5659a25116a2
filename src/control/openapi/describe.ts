import type { EmulatorErrorCode } from '../../base/index.ts';
import { type AnySchema, text } from './schema.ts';

export type ControlMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';

/** One operation of the control API, as its OpenAPI document tells it. */
export interface DescribedOperation {
  readonly method: ControlMethod;
  /** What stands behind the path of the route, with names in braces; nothing when left out. */
  readonly below?: string;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly DescribedParameter[];
  readonly body?: DescribedBody;
  readonly answers: readonly DescribedAnswer[];
  /** Mistakes of who asks, beside those that every operation knows. */
  readonly refusals: readonly EmulatorErrorCode[];
}

export interface DescribedParameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: AnySchema;
}

export interface DescribedBody {
  readonly required: boolean;
  /** JSON when left out. */
  readonly mediaType?: string;
  readonly schema: AnySchema;
}

export interface DescribedAnswer {
  readonly httpStatus: number;
  readonly description: string;
  /** JSON when left out. */
  readonly mediaType?: string;
  /** Nothing is sent when left out. */
  readonly schema?: AnySchema;
}

export function answer(
  httpStatus: number,
  description: string,
  schema: AnySchema,
): readonly DescribedAnswer[] {
  return [{ httpStatus, description, schema }];
}

export function inPath(name: string, description: string): DescribedParameter {
  return { in: 'path', name, required: true, schema: text(description) };
}

export function inQuery(name: string, schema: AnySchema, required = false): DescribedParameter {
  return { in: 'query', name, required, schema };
}
