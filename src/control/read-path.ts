import { EmulatorError } from '../base/index.ts';

/** Throws EMU_BAD_REQUEST for what is not percent-encoded UTF-8. */
export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_REQUEST', 'The path is not percent-encoded UTF-8.', { cause });
  }
}
