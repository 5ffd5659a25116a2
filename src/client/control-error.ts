import type { EmulatorErrorCode } from '../base/index.ts';

/** What the emulator refused, or that there is none. The message says what to do. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** One of docs/reference/errors.md; null when it is Azure's own refusal, as without a valid token. */
  readonly code: EmulatorErrorCode | null;
  /** Azure's code; null when the refusal is the emulator's. */
  readonly azureCode: string | null;
  /** Null when nothing answered. */
  readonly httpStatus: number | null;

  constructor(
    message: string,
    of: Pick<ControlError, 'code' | 'azureCode' | 'httpStatus'>,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = of.code;
    this.azureCode = of.azureCode;
    this.httpStatus = of.httpStatus;
  }
}
