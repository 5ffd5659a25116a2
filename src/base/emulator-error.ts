/**
 * The mistakes that a user of the emulator can make, with the HTTP status they have where they are
 * answered to a request; each is in docs/reference/errors.md.
 */
export const EMULATOR_ERROR_STATUS = {
  EMU_BAD_OPTION: 400,
  EMU_BAD_LIFECYCLE: 400,
  EMU_BAD_SCENARIO: 400,
  EMU_BAD_FAULT: 400,
  EMU_BAD_SNAPSHOT: 400,
  EMU_BAD_REQUEST: 400,
  EMU_NOT_FOUND: 404,
  EMU_CLOCK_BACKWARDS: 409,
  EMU_CLOCK_NOT_MANUAL: 409,
  EMU_CLIENTS_REQUIRED: 403,
  EMU_ADDRESS_IN_USE: 503,
  EMU_STORE_LOCKED: 503,
  EMU_STORE_UNAVAILABLE: 503,
  EMU_STORE_NEWER: 503,
  EMU_NO_EMULATOR: 503,
  EMU_EVENTS_BUSY: 503,
  EMU_PROGRAM_MISSING: 503,
  EMU_PROGRAM_FAILED: 503,
  EMU_FORBIDDEN_HOST: 403,
  EMU_FORBIDDEN_ORIGIN: 403,
} as const;

export type EmulatorErrorCode = keyof typeof EMULATOR_ERROR_STATUS;

/** Our user configured or drove us wrongly; the message says what to do. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
