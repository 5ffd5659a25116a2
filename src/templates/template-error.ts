import type { TemplateErrorCode, TemplateViolation } from './types.ts';

/** One error inside another, as `details` of an ARM error has them. */
export interface TemplateErrorDetail {
  readonly code: TemplateErrorCode;
  readonly message: string;
  readonly target?: string;
}

/**
 * What is wrong with a template, in Azure's words. The only error that this room throws, however
 * hostile the template; answered with status 400, or kept as the error of the deployment.
 */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code: TemplateErrorCode;
  readonly target: string | undefined;
  readonly details: readonly TemplateErrorDetail[];
  /** Goes into `additionalInfo` as `{type: 'TemplateViolation', info}`. */
  readonly violation: TemplateViolation | undefined;

  constructor(
    code: TemplateErrorCode,
    message: string,
    more: {
      readonly target?: string;
      readonly details?: readonly TemplateErrorDetail[];
      readonly violation?: TemplateViolation;
    } = {},
  ) {
    super(message);
    this.code = code;
    this.target = more.target;
    this.details = more.details ?? [];
    this.violation = more.violation;
  }
}
