import { readFileSync } from 'node:fs';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';

/** Reads a JSON or YAML document that a user wrote; JSON is YAML, so one parser reads both. */
export async function readDocumentFile(
  file: string,
  kind: { readonly code: EmulatorErrorCode; readonly what: string },
): Promise<unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'cannot be read';
    throw new EmulatorError(kind.code, `The ${kind.what} ${file} cannot be read (${reason}).`, {
      cause,
    });
  }
  const { parse } = await import('yaml');
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0] ?? '';
    throw new EmulatorError(kind.code, `The ${kind.what} ${file} is not JSON or YAML: ${reason}`, {
      cause,
    });
  }
}
