import type { Speaker } from './types.ts';

/** One line of `details`; Compute nests its own reasons here. */
export interface ArmErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

export interface ArmErrorOptions {
  readonly httpStatus: number;
  readonly code: string;
  readonly message: string;
  /** Who refuses; decides between compact and indented JSON. `gateway` when left out. */
  readonly speaker?: Speaker;
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  readonly innererror?: Readonly<Record<string, unknown>>;
  /** Beside those that every answer has: name, value, name, value, …. */
  readonly headers?: readonly string[];
  readonly cause?: unknown;
}

/** What Azure would answer. Made by the factories in `errors/` only, each with its source. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly httpStatus: number;
  readonly code: string;
  readonly speaker: Speaker;
  readonly target: string | undefined;
  readonly details: readonly ArmErrorDetail[] | undefined;
  readonly innererror: Readonly<Record<string, unknown>> | undefined;
  readonly headers: readonly string[];

  constructor(options: ArmErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.httpStatus = options.httpStatus;
    this.code = options.code;
    this.speaker = options.speaker ?? 'gateway';
    this.target = options.target;
    this.details = options.details;
    this.innererror = options.innererror;
    this.headers = options.headers ?? [];
  }
}

/**
 * The body of an error. Key order since 2019: details, innererror, code, message, target.
 * Source: shared/azure/errors.md, "Errors on the wire".
 */
export function errorBody(error: ArmError): { readonly error: Readonly<Record<string, unknown>> } {
  return {
    error: {
      ...(error.details === undefined ? {} : { details: error.details }),
      ...(error.innererror === undefined ? {} : { innererror: error.innererror }),
      code: error.code,
      message: error.message,
      ...(error.target === undefined ? {} : { target: error.target }),
    },
  };
}
