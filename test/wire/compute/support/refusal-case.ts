import type { JsonObject } from '../../../../src/base/index.ts';
import { linuxSet } from './models.ts';

/** A model that Azure refuses, and what it says. */
export interface RefusalCase {
  readonly what: string;
  readonly name?: string;
  readonly body: unknown;
  readonly httpStatus?: number;
  readonly code: string;
  readonly target?: string;
  readonly message: string | RegExp;
  /** The front door writes compact, the provider indents. */
  readonly compact?: boolean;
}

/** A good model without one of its parts. */
export const without = (path: string): JsonObject => {
  const model = structuredClone(linuxSet());
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: JsonObject = model;
  for (const step of steps) at = at[step] as JsonObject;
  delete at[last];
  return model;
};

/** A required part that is not there. R: errors.md, "required parameter missing". */
export function missing(what: string, path: string, parameter: string): RefusalCase {
  return {
    what,
    body: without(path),
    code: 'InvalidParameter',
    target: parameter,
    message: `Required parameter '${parameter}' is missing (null).`,
  };
}
