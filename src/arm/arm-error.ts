import type { Speaker } from './types.ts';

/** One line of `details`; Compute nests its own reasons here, deployments whole errors of others. */
export interface ArmErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  readonly additionalInfo?: readonly unknown[];
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
  /** `{type, info}`, e.g. where in a template the mistake stands. */
  readonly additionalInfo?: readonly unknown[];
  /** Beside those that every answer has: name, value, name, value, …. */
  readonly headers?: readonly string[];
  /** Of a provider: how it writes an error; `compute` when left out. */
  readonly layout?: ErrorLayout;
  readonly cause?: unknown;
}

/**
 * Compute indents and puts details first; Microsoft.Network writes compact, has details last and always
 * says that there are none. Source: the answers recorded in azure-cli and cloud-provider-azure. Metrics
 * write compact and without the envelope. Source: Azure/azure-sdk-for-net#29584; metrics_API.json.
 */
export type ErrorLayout = 'compute' | 'network' | 'bare';

/** What Azure would answer. Made by the factories in `errors/` only, each with its source. */
export class ArmError extends Error {
  override readonly name = 'ArmError';
  readonly httpStatus: number;
  readonly code: string;
  readonly speaker: Speaker;
  readonly target: string | undefined;
  readonly details: readonly ArmErrorDetail[] | undefined;
  readonly innererror: Readonly<Record<string, unknown>> | undefined;
  readonly additionalInfo: readonly unknown[] | undefined;
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
    this.additionalInfo = options.additionalInfo;
    this.headers = options.headers ?? [];
    this.layout = options.layout ?? 'compute';
  }
}

/**
 * The body of an error. Key order of providers since 2019: details, innererror, code, message, target.
 * The front door, whose deployments alone have details, writes code, target, message, details.
 * Source: shared/azure/errors.md, "Errors on the wire"; the errors that users of `az deployment` quote.
 */
export function errorBody(error: ArmError): Readonly<Record<string, unknown>> {
  const { code, message, details, innererror, target, additionalInfo } = error;
  if (error.layout === 'bare') return { code, message };
  if (error.layout === 'network') return { error: { code, message, details: details ?? [] } };
  if (error.speaker === 'gateway') {
    return { error: defined({ code, target, message, details, additionalInfo }) };
  }
  return { error: defined({ details, innererror, code, message, target, additionalInfo }) };
}

function defined(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
