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
  /** Of a provider: how it writes an error; `compute` when left out. */
  readonly layout?: ErrorLayout;
  readonly cause?: unknown;
}

/**
 * Compute indents and puts details first; Microsoft.Network writes compact, has details last and always
 * says that there are none. Source: the answers recorded in azure-cli and cloud-provider-azure.
 */
export type ErrorLayout = 'compute' | 'network';

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
  readonly layout: ErrorLayout;

  constructor(options: ArmErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.httpStatus = options.httpStatus;
    this.code = options.code;
    this.speaker = options.speaker ?? 'gateway';
    this.target = options.target;
    this.details = options.details;
    this.innererror = options.innererror;
    this.headers = options.headers ?? [];
    this.layout = options.layout ?? 'compute';
  }
}

/**
 * The body of an error. Key order since 2019: details, innererror, code, message, target.
 * Source: shared/azure/errors.md, "Errors on the wire".
 */
export function errorBody(error: ArmError): { readonly error: Readonly<Record<string, unknown>> } {
  if (error.layout === 'network') {
    const { code, message, details = [] } = error;
    return { error: { code, message, details } };
  }
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
