/** Codes of the mistakes that a user of the emulator can make; each is in docs/reference/errors.md. */
export type EmulatorErrorCode =
  | 'EMU_BAD_OPTION'
  | 'EMU_BAD_LIFECYCLE'
  | 'EMU_BAD_SCENARIO'
  | 'EMU_BAD_REQUEST'
  | 'EMU_NOT_FOUND'
  | 'EMU_CLOCK_BACKWARDS'
  | 'EMU_CLOCK_NOT_MANUAL'
  | 'EMU_CLIENTS_REQUIRED'
  | 'EMU_ADDRESS_IN_USE'
  | 'EMU_STORE_LOCKED'
  | 'EMU_STORE_UNAVAILABLE'
  | 'EMU_STORE_NEWER'
  | 'EMU_NO_EMULATOR'
  | 'EMU_FORBIDDEN_HOST'
  | 'EMU_FORBIDDEN_ORIGIN';

/** Our user configured or drove us wrongly; the message says what to do. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
  readonly code: EmulatorErrorCode;

  constructor(code: EmulatorErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
